/** The runs of a deployed function. */
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoRuns } from '../../adapters/aws/dynamo-runs.ts';
import { s3LargeTexts } from '../../adapters/aws/s3-large-texts.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';
import { tableOf } from './table.ts';

/** Runs on the table of the stage, with their large questions in its bucket. */
export const openRuns: OpenPort<'runs'> = (surroundings) => {
  const { required, given } = surroundings;
  // An endpoint of its own, such as the emulator's, has no name for each bucket.
  const client = new S3Client({ forcePathStyle: given('AWS_ENDPOINT_URL') !== undefined });
  return dynamoRuns(tableOf(surroundings), s3LargeTexts(client, required(env.texts)));
};
