/** The rules of a deployed function. */
import { LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaRules } from '../../adapters/aws/lambda-rules.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** Their own function. */
export const openRules: OpenPort<'rules'> = ({ required }) =>
  lambdaRules({ client: new LambdaClient(), functionName: required(env.reviewFunction) });
