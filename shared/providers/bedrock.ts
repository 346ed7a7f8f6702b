/**
 * Amazon Bedrock's Converse API. A seat that names a key calls with that bearer token; any other is signed with the credentials
 * in AWS's own variables, which a Lambda function always has.
 */
import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { ExpertFailure } from '../errors.ts';
import type { Model, ModelRequest } from '../ports/model.ts';
import type { Fetch } from './exchange.ts';
import { optionalKey } from './key.ts';
import { languageModel } from './language-model.ts';

/** Models of several vendors at Amazon Bedrock. */
export const bedrock: Model = languageModel(connect, { limitOf: limitOfConverse });

function connect(request: ModelRequest, fetch: Fetch): LanguageModelV4 {
  const { baseUrl, model } = request.seat;
  const apiKey = optionalKey(request);
  if (apiKey === undefined) requireCredentials();
  return createAmazonBedrock({
    region: regionOf(request),
    ...(apiKey !== undefined && { apiKey }),
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
    fetch,
  })(model);
}

function limitOfConverse({ inferenceConfig }: Readonly<Record<string, unknown>>): unknown {
  return typeof inferenceConfig === 'object' && inferenceConfig !== null && 'maxTokens' in inferenceConfig
    ? inferenceConfig.maxTokens
    : undefined;
}

/** The SDK reads the same variables, but says of missing ones only that the call failed. */
function requireCredentials(): void {
  const { AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  if (AWS_BEARER_TOKEN_BEDROCK || (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY)) return;
  throw new ExpertFailure(
    'key-missing',
    'bedrock needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK; a profile is not read, export it first',
  );
}

function regionOf({ seat }: ModelRequest): string {
  const region = seat.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (region === undefined || region === '') throw new ExpertFailure('request-rejected', 'bedrock needs a region: name one at the expert');
  return region;
}
