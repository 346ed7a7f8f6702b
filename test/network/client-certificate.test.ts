/** A server that lets nobody in without a certificate: every way out shows the one that the environment names. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const root = join(import.meta.dirname, '../..');
const fixture = (name: string) => join(root, 'test/ports/fixtures', name);
/** Of `hooks.test`, signed by itself: the server's, the client's and the authority of both. */
const [certFile, keyFile] = [fixture('receiver-certificate.pem'), fixture('receiver-key.pem')];

/** Ways out, each as a module with the expression that gives the status of a request to `url`, or the word for a failure. */
const ways: Readonly<Record<string, readonly [module: string, expression: string]>> = {
  'fetch of probes and of the command line': ['shared/network/outgoing.ts', '(await out.outgoingFetch(url)).status'],
  'a request to an expert': ['shared/network/outgoing-request.ts', '(await out.outgoingRequest(url)).status'],
  'a webhook of a circle': webhook(true),
};

function webhook(declared: boolean): readonly [string, string] {
  return [
    'shared/adapters/node/http-webhooks.ts',
    `await out.httpWebhooks({ targets: { problemOf: () => undefined, allows: () => true } })
      .post({ url, headers: {}, body: '{}', timeoutMs: 10_000, declared: ${declared} }).then(({ status, reason }) => status ?? reason)`,
  ];
}

/** A process of its own, as a way is opened once, which finds every name on this machine. */
const scriptOf = ([module, expression]: readonly [string, string], url: string) => `
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  dns.lookup = (_, options, found) =>
    options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);
  syncBuiltinESMExports();
  const out = await import(${JSON.stringify(pathToFileURL(join(root, module)).href)});
  const url = ${JSON.stringify(url)};
  const told = await (async () => ${expression})().catch(() => 'refused');
  process.stdout.write(String(told), () => process.exit());
`;

let strict: Receiver;
beforeAll(async () => {
  const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
  strict = await startReceiver({ cert, key, ca: cert, requestCert: true, rejectUnauthorized: true });
});
afterAll(() => strict.close());

async function leave(way: readonly [string, string], environment: Readonly<Record<string, string>>): Promise<string> {
  const script = scriptOf(way, `https://hooks.test:${strict.port}/`);
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: certFile, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  return stdout;
}

const certificate = { CIRCLE_CLIENT_CERT: certFile, CIRCLE_CLIENT_KEY: keyFile };

describe('a server that asks for a certificate', () => {
  it.each(Object.entries(ways))('is shown the one of this machine by %s, and lets nobody in without', async (_, way) => {
    expect(await leave(way, certificate)).toBe('204');
    expect(await leave(way, {})).not.toBe('204');
  });

  it('is shown none where a caller has named it', async () => {
    expect(await leave(webhook(false), certificate)).not.toBe('204');
    expect(await leave(['shared/network/outgoing.ts', '(await out.anonymousFetch(url)).status'], certificate)).not.toBe('204');
  });
});
