/** The consensus core of a deployed function. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaConsensus } from '../../adapters/aws/lambda-consensus.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** The core's own function. */
export const openConsensus: OpenPort<'consensus'> = ({ required }) =>
  lambdaConsensus({ client: new LambdaClient(), functionName: required(env.consensusFunction) });
