/** The knowledge of a deployed function. */
import { env } from '../../contract/env.ts';
import { seatedKinds } from '../../contract/seated.ts';
import { loadKnowledge } from '../knowledge.ts';
import type { OpenPort } from './part.ts';

/** Read once, from the folder that the stack names; the stack has made workers for the kinds that it seats. */
export const openKnowledge: OpenPort<'knowledge'> = ({ required }) => {
  const knowledge = loadKnowledge(required(env.knowledgeFolder));
  return { ...knowledge, workers: seatedKinds(knowledge, knowledge.providers) };
};
