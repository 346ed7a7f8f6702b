/** What S3 says of an object that cannot be read. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { s3LargeTexts } from '../../shared/adapters/aws/s3-large-texts.ts';
import { NotFound } from '../../shared/errors.ts';

/** What reading comes to where S3 refuses with this code. */
async function failureOf(status: number, code: string): Promise<unknown> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    return await s3LargeTexts(client, 'texts').get('answers/run/ada.json');
  } catch (thrown) {
    return thrown;
  } finally {
    client.destroy();
    server.close();
  }
}

it('says that a text is gone where S3 says so, and takes no refusal for it', async () => {
  expect(await failureOf(404, 'NoSuchKey')).toBeInstanceOf(NotFound);
  const refused = await failureOf(403, 'AccessDenied');
  expect(refused).toMatchObject({ name: 'AccessDenied' });
  expect(refused).not.toBeInstanceOf(NotFound);
});
