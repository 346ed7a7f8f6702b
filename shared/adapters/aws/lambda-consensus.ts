/** The Rust core as a Lambda function. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Weighing, weighing } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import type { Consensus } from '../../ports.ts';
import { callAws } from './aws-failure.ts';

const what = 'the consensus core';

export interface LambdaConsensusOptions {
  readonly client: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
}

export function lambdaConsensus({ client, functionName }: LambdaConsensusOptions): Consensus {
  return {
    async weigh(consultationId) {
      const Payload = JSON.stringify({ consultationId });
      const reply = await callAws(what, () => client.send(new InvokeCommand({ FunctionName: functionName, Payload })));
      const text = reply.Payload?.transformToString() ?? '';
      if (reply.FunctionError !== undefined) {
        throw new Unavailable(what, { cause: new Error(`${reply.FunctionError}: ${text}`) });
      }
      return readWeighing(text);
    },
  };
}

/** A reply that is not a weighing comes from a function that is not the core, or not this version of it. */
function readWeighing(text: string): Weighing {
  try {
    return weighing.parse(JSON.parse(text));
  } catch (thrown) {
    throw new Unavailable(what, { cause: thrown });
  }
}
