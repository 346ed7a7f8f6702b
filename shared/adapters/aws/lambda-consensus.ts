/** The Rust core as a Lambda function. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { reading } from '../../contract/reading.ts';
import { estimates, reliabilityState } from '../../contract/reliability.ts';
import { judgement } from '../../contract/strategy.ts';
import { support } from '../../contract/synthesis.ts';
import { weighing } from '../../contract/verdict.ts';
import type { Consensus } from '../../ports/consensus.ts';
import { invokeLambda } from './invoke-lambda.ts';

const what = 'the consensus core';
const settled = z.object({ settled: z.boolean() });
const compared = z.object({ clusters: z.array(z.object({ experts: z.array(z.string()) })) });
const judged = z.object({ judgements: z.array(judgement) });
const supported = z.object({ support: z.array(support) });

export interface LambdaConsensusOptions {
  readonly client: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
}

export function lambdaConsensus({ client, functionName }: LambdaConsensusOptions): Consensus {
  const invoke = <Schema extends z.ZodType>(request: object, schema: Schema) =>
    invokeLambda({ client, functionName, what }, request, schema);

  return {
    weigh: (consultationId, outcome, answers) =>
      invoke({ consultationId, ...(outcome ? { outcome } : {}), ...(answers ? { answers } : {}) }, weighing),
    weighSoFar: (consultationId) => invoke({ consultationId, open: true }, weighing),
    support: async (request) => (await invoke({ support: request }, supported)).support,
    alike: async (consultationId) => (await invoke({ consultationId, answers: 'all' }, compared)).clusters.map(({ experts }) => experts),
    // A text that was cut within a character is no text to the function's own reader of JSON.
    read: (request) =>
      invoke({ read: { ...request, question: request.question.toWellFormed(), reply: request.reply.toWellFormed() } }, reading),
    settled: async (consultationId) => (await invoke({ settled: { consultationId } }, settled)).settled,
    judge: async (consultationId, groups, { known, alone } = {}) => {
      const judge = { consultationId, groups, ...(known ? { reliability: known } : {}), ...(alone ? { alone } : {}) };
      return (await invoke({ judge }, judged)).judgements;
    },
    relearn: (consultationIds) => invoke({ learn: { consultationIds } }, reliabilityState),
    estimate: (request) => invoke({ estimate: request }, estimates),
  };
}
