/** What buckets and stacks come to where AWS answers by pages, or refuses: on the SDK's clients, and a server that says what AWS says. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32, gzipSync } from 'node:zlib';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cloudFormationFiles } from '../../shared/adapters/aws/cloudformation-files.ts';
import { outgoingHandler } from '../../shared/adapters/aws/outgoing-handler.ts';
import { s3Files } from '../../shared/adapters/aws/s3-files.ts';
import { listOf } from './deployed-files-contract.ts';

type Reply = readonly [status: number, body: string | Buffer, headers?: Readonly<Record<string, string>>];

let server: Server;
let answer: (asked: URLSearchParams, path: string) => Reply;
let seen: string[];
beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(request.headers.authorization === undefined ? 'unsigned' : 'signed');
    text(request).then(
      (form) => {
        const [path = '', query = ''] = (request.url ?? '').split('?');
        const [status, body, more = {}] = answer(new URLSearchParams(`${query}&${form}`), path);
        response.writeHead(status, { 'content-type': 'application/xml', ...more });
        if (Number(more['content-length'] ?? 0) > body.length) response.write(body, () => response.destroy());
        else response.end(body);
      },
      (error) => response.destroy(error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const options = (more: object) => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  ...{ region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: outgoingHandler(), forcePathStyle: true, ...more },
});
const ofBucket = (more: object = {}) => s3Files(() => new S3Client(options(more)));
const ofStacks = (more: object = {}) => cloudFormationFiles(() => new CloudFormationClient(options(more)));
const bucket = { kind: 'bucket', bucket: 'templates', prefix: 'cdk/', region: undefined } as const;
const all = { kind: 'stacks', stacks: 'all', region: undefined } as const;

/** As S3 and CloudFormation write a refusal. */
const s3Error = (code: string) => `<Error><Code>${code}</Code><Message>${code} was said</Message></Error>`;
const stackError = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} was said</Message></Error></ErrorResponse>`;

describe('a bucket', () => {
  it('is listed page by page below its prefix, without the folders that a console has made', async () => {
    const page = (keys: readonly string[], next = '') =>
      `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`).join('')}` +
      `<IsTruncated>${next !== ''}</IsTruncated>${next && `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`;
    const asks: unknown[] = [];
    answer = (asked, path) => {
      asks.push([path, asked.get('prefix')]);
      return [200, asked.get('continuation-token') === 'a b+c' ? page(['cdk/z.json']) : page(['cdk/', 'cdk/a.json'], 'a b+c')];
    };
    expect(await listOf(ofBucket(), bucket)).toEqual([
      { path: 'cdk/a.json', bytes: 7 },
      { path: 'cdk/z.json', bytes: 7 },
    ]);
    expect(asks).toEqual([
      ['/templates/', 'cdk/'],
      ['/templates/', 'cdk/'],
    ]);
    expect(new Set(seen)).toEqual(new Set(['signed']));
  });

  it.each(['NoSuchKey', 'InvalidObjectState', 'AccessDenied'])(
    'with an object of which S3 says %s has the others all the same',
    async (code) => {
      answer = () => [code === 'NoSuchKey' ? 404 : 403, s3Error(code)];
      expect(await ofBucket().read(bucket, 'cdk/a b.json', 100)).toEqual({ fault: expect.stringContaining(`${code} was said`) });
    },
  );
  const zeros = Buffer.alloc(300_000);
  const packedZeros = gzipSync(zeros);
  it.each(['gzip', 'GZIP', 'deflate', 'br', 'zstd', 'aws-chunked,gzip'])(
    'with an object that is stored packed, as %s, has the others all the same, and unpacks nothing',
    async (encoding) => {
      answer = () => [200, packedZeros, { 'content-encoding': encoding }];
      expect(await ofBucket().read(bucket, 'cdk/a.json', 100_000)).toEqual({ fault: expect.stringContaining('is stored packed') });
    },
  );

  it('names an object whose bytes are not those that were stored, and hands out one whose are', async () => {
    const body = '{"Resources": {}}';
    answer = () => [200, body, { 'x-amz-checksum-crc32': 'AAAAAA==' }];
    expect(await ofBucket().read(bucket, 'cdk/a.json', 100)).toEqual({ fault: expect.stringContaining('Checksum mismatch') });
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(body));
    answer = () => [200, body, { 'x-amz-checksum-crc32': checksum.toString('base64') }];
    expect(await ofBucket().read(bucket, 'cdk/a.json', 100)).toEqual({ content: Buffer.from(body) });
  });

  it('reads no further than there is room, whatever the object says of its size', async () => {
    answer = () => [200, zeros, { 'transfer-encoding': 'chunked' }];
    expect(await ofBucket().read(bucket, 'cdk/a.json', 100_000)).toEqual({ fault: expect.stringContaining('has more than 100000 bytes') });
    expect(await ofBucket().read(bucket, 'cdk/a.json', zeros.length)).toEqual({ content: zeros });
  });

  it('is refused where a body is cut off, and may be read the next time', async () => {
    answer = () => [200, 'half of it', { 'content-length': '100' }];
    const refusal = { name: 'InvalidInput', fields: [{ message: expect.stringMatching(/cannot be read now, and may be the next time/) }] };
    await expect(ofBucket().read(bucket, 'cdk/a.json', 1000)).rejects.toMatchObject(refusal);
  });
});

describe('stacks', () => {
  it('are listed page by page, those that are deployed, each once', async () => {
    const page = (names: readonly string[], next = '') =>
      `<ListStacksResponse><ListStacksResult><StackSummaries>${names.map((name) => `<member><StackName>${name}</StackName></member>`).join('')}` +
      `</StackSummaries>${next && `<NextToken>${next}</NextToken>`}</ListStacksResult></ListStacksResponse>`;
    const wanted = new Set<string>();
    answer = (asked) => {
      for (const [key, value] of asked) if (key.startsWith('StackStatusFilter.')) wanted.add(value);
      return [200, asked.get('NextToken') === 'more' ? page(['api', 'web']) : page(['web', 'db'], 'more')];
    };
    expect(await listOf(ofStacks(), all)).toEqual([{ path: 'api' }, { path: 'db' }, { path: 'web' }]);
    expect(wanted).toContain('UPDATE_ROLLBACK_FAILED');
    expect(wanted).not.toContain('DELETE_COMPLETE');
  });

  it('are read as they stand there, with macros worked in', async () => {
    let stage: string | null = null;
    answer = (asked) => {
      stage = asked.get('TemplateStage');
      return [200, '<GetTemplateResponse><GetTemplateResult><TemplateBody>{}</TemplateBody></GetTemplateResult></GetTemplateResponse>'];
    };
    expect(await ofStacks().read(all, 'web', 100)).toEqual({ content: Buffer.from('{}') });
    expect(stage).toBe('Processed');
  });

  it.each(['ValidationError', 'AccessDenied'])('of which CloudFormation says %s leave the others readable', async (code) => {
    answer = () => [400, stackError(code)];
    expect(await ofStacks().read(all, 'web', 100)).toEqual({ fault: expect.stringContaining(`${code} was said`) });
  });
});

describe('a source that cannot be looked into is refused by name', () => {
  const none = { credentials: async () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })) };
  it.each([
    ['without credentials', none, [500, ''], /without AWS credentials, and none were found/],
    ['where AWS refuses', {}, [403, 'AccessDenied'], /AWS refuses with AccessDenied: AccessDenied was said/],
    ['where AWS fails', {}, [503, 'ServiceUnavailable'], /cannot be read now, and may be the next time/],
    ['where nobody answers', { endpoint: 'http://127.0.0.1:9' }, [500, ''], /cannot be read now, and may be the next time/],
  ] as const)('%s', async (_, more, [status, code], message) => {
    answer = (asked) => [status, asked.has('Action') ? stackError(code) : s3Error(code)];
    const refusal = (field: string) => ({ name: 'InvalidInput', fields: [{ field, message: expect.stringMatching(message) }] });
    await expect(listOf(ofBucket(more), bucket)).rejects.toMatchObject(refusal('review.bucket'));
    await expect(listOf(ofStacks(more), all)).rejects.toMatchObject(refusal('review.stacks'));
  });

  it('without a region', async () => {
    const message = expect.stringContaining('state `region`, or set AWS_REGION');
    const nowhere = { region: async () => Promise.reject(new Error('Region is missing')) };
    await expect(listOf(ofStacks(nowhere), all)).rejects.toMatchObject({ fields: [{ field: 'review.stacks', message }] });
  });
});
