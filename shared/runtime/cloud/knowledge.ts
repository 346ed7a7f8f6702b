/** The knowledge of a deployed function. */
import { env } from '../../contract/env.ts';
import { loadKnowledge } from '../knowledge.ts';
import type { OpenPort } from './part.ts';

/** Read once, from the folder that the stack names. */
export const openKnowledge: OpenPort<'knowledge'> = ({ required }) => loadKnowledge(required(env.knowledgeFolder));
