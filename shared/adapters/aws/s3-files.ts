/** Files that are objects of an S3 bucket. */
import { GetObjectCommand, type GetObjectCommandOutput, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { DeployedSource } from '../../contract/deployed-review.ts';
import { messageOf } from '../../errors.ts';
import type { FileContent, FilesOf } from '../../ports/deployed-files.ts';
import { isNamed } from './aws-failure.ts';
import { sourceRefusal } from './source-refusal.ts';

type BucketSource = Extract<DeployedSource, { readonly kind: 'bucket' }>;

/** What S3 says of an object that is there and cannot be had: it was put away, or it is not for us. */
const ofTheObject = ['NoSuchKey', 'InvalidObjectState', 'AccessDenied', 'KMS.DisabledException', 'KMS.NotFoundException'];

/** Files of buckets, by a client for each region. */
export function s3Files(clientIn: (region: string | undefined) => S3Client): FilesOf<BucketSource> {
  return {
    async *list({ bucket, prefix, region }) {
      try {
        for await (const { Contents = [] } of paginateListObjectsV2({ client: clientIn(region) }, { Bucket: bucket, Prefix: prefix })) {
          // What ends in a slash is the folder that a console has made.
          for (const { Key = '', Size } of Contents) if (!Key.endsWith('/')) yield { path: Key, bytes: Size };
        }
      } catch (thrown) {
        throw sourceRefusal('bucket', thrown);
      }
    },

    async read({ bucket, region }, path, maxBytes) {
      try {
        return await contentOf(await clientIn(region).send(new GetObjectCommand({ Bucket: bucket, Key: path })), maxBytes);
      } catch (thrown) {
        if (isNamed(thrown, ...ofTheObject)) return { fault: `cannot be read: ${messageOf(thrown)}` };
        throw sourceRefusal('bucket', thrown);
      }
    },
  };
}

/** It may have grown since it was listed. */
async function contentOf({ Body, ContentLength = 0 }: GetObjectCommandOutput, maxBytes: number): Promise<FileContent> {
  if (ContentLength <= maxBytes) return { content: (await Body?.transformToByteArray()) ?? new Uint8Array() };
  if (Body !== undefined && 'destroy' in Body) Body.destroy();
  return { fault: `has ${ContentLength} bytes, and one review has room for ${maxBytes} more` };
}
