/** The bucket of large texts of a deployed function: one client for all ports on it. */
import { S3Client } from '@aws-sdk/client-s3';
import type { LargeTexts } from '../../adapters/aws/large-texts.ts';
import { s3LargeTexts } from '../../adapters/aws/s3-large-texts.ts';
import { env } from '../../contract/env.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Surroundings } from './part.ts';

const buckets = new WeakMap<Ports, LargeTexts>();

/** The one bucket of the stage, opened when the first port on it is touched. */
export function textsOf({ required, given, ports }: Surroundings): LargeTexts {
  // An endpoint of its own, such as the emulator's, has no name for each bucket.
  const open = () => s3LargeTexts(new S3Client({ forcePathStyle: given('AWS_ENDPOINT_URL') !== undefined }), required(env.texts));
  const texts = buckets.get(ports) ?? open();
  buckets.set(ports, texts);
  return texts;
}
