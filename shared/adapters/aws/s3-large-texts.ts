/** Large texts as objects of an S3 bucket. */
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { NotFound } from '../../errors.ts';
import { callAws } from './aws-failure.ts';
import type { LargeTexts } from './large-texts.ts';

/** What the bucket is called in messages. */
const storeName = 'the store of large texts';

/** Large texts in a bucket. */
export function s3LargeTexts(client: S3Client, bucket: string): LargeTexts {
  return {
    async put(key, text) {
      const object = { Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' };
      await callAws(storeName, () => client.send(new PutObjectCommand(object)));
    },

    async get(key) {
      try {
        // The body is read inside: a connection that breaks in the middle of it is a failed call like any other.
        return await callAws(storeName, async () => {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          return (await Body?.transformToString()) ?? '';
        });
      } catch (thrown) {
        // Only those who may list the bucket are told so. A refusal is no such answer: a right that is missing must not look like a text that is gone.
        if (thrown instanceof NoSuchKey) throw new NotFound(`the text ${key}`);
        throw thrown;
      }
    },

    async remove(key) {
      await callAws(storeName, () => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })));
    },
  };
}
