/** The Rust core as a Lambda function. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { reading } from '../../contract/reading.ts';
import { estimates, reliabilityState } from '../../contract/reliability.ts';
import { readTolerantly } from '../../contract/stored.ts';
import { weighing } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import type { Consensus } from '../../ports/consensus.ts';
import { callAws } from './aws-failure.ts';

const what = 'the consensus core';
const settled = z.object({ settled: z.boolean() });

export interface LambdaConsensusOptions {
  readonly client: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
}

export function lambdaConsensus({ client, functionName }: LambdaConsensusOptions): Consensus {
  async function invoke<Schema extends z.ZodType>(request: object, schema: Schema): Promise<z.output<Schema>> {
    const Payload = JSON.stringify(request);
    const reply = await callAws(what, () => client.send(new InvokeCommand({ FunctionName: functionName, Payload })));
    const text = reply.Payload?.transformToString() ?? '';
    if (reply.FunctionError !== undefined) {
      throw new Unavailable(what, { cause: new Error(`${reply.FunctionError}: ${text}`) });
    }
    return readReply(text, schema);
  }

  return {
    weigh: (consultationId, outcome) => invoke({ consultationId, ...(outcome ? { outcome } : {}) }, weighing),
    // A text that was cut within a character is no text to the function's own reader of JSON.
    read: (request) =>
      invoke({ read: { ...request, question: request.question.toWellFormed(), reply: request.reply.toWellFormed() } }, reading),
    settled: async (consultationId) => (await invoke({ settled: { consultationId } }, settled)).settled,
    relearn: (consultationIds) => invoke({ learn: { consultationIds } }, reliabilityState),
    estimate: (request) => invoke({ estimate: request }, estimates),
  };
}

/** A reply of another form comes from a function that is not the core, or not this version of it. */
function readReply<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  try {
    return readTolerantly(schema, JSON.parse(text));
  } catch (thrown) {
    throw new Unavailable(what, { cause: thrown });
  }
}
