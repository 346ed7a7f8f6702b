/** Files that are objects of an S3 bucket. */
import { Readable } from 'node:stream';
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
        if (isNamed(thrown, ...ofTheObject) || /^Checksum mismatch/.test(messageOf(thrown)))
          return { fault: `cannot be read: ${messageOf(thrown)}` };
        throw sourceRefusal('bucket', thrown);
      }
    },
  };
}

/** What it holds is read no further than there is room: it may have grown since it was listed, or be larger than it says. */
async function contentOf(
  { Body, ContentEncoding = '', ContentLength = 0 }: GetObjectCommandOutput,
  maxBytes: number,
): Promise<FileContent> {
  const body = bytesOf(Body);
  if (packed.test(ContentEncoding)) return refused(body, `is stored packed (${ContentEncoding.slice(0, 40)}), and is read as it is stored`);
  if (ContentLength > maxBytes) return refused(body, tooLarge(ContentLength, maxBytes));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) return refused(body, tooLarge(`more than ${maxBytes}`, maxBytes));
    chunks.push(chunk);
  }
  return { content: Buffer.concat(chunks) };
}

/** Encodings of content other than none; `aws-chunked` is a way of sending. */
const packed = /\b(gzip|x-gzip|deflate|compress|br|zstd)\b/i;

/** On Node a body is a stream of it; the SDK's type leaves room for those of browsers. */
function bytesOf(body: GetObjectCommandOutput['Body']): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}

function tooLarge(bytes: number | string, maxBytes: number): string {
  return `has ${bytes} bytes, and one review has room for ${maxBytes} more`;
}

function refused(body: Readable, fault: string): FileContent {
  body.destroy();
  return { fault };
}
