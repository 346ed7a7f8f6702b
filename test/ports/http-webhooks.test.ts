/** The way to webhooks over real connections: what comes back, what is not followed, and where no connection goes. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HttpWebhooksOptions, httpWebhooks } from '../../shared/adapters/node/http-webhooks.ts';
import { anyTargets, publicTargets } from '../../shared/domain/webhook-target.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
/** Of `hooks.test`, signed by itself; a name that cannot exist. */
const certificate = { cert: read('receiver-certificate.pem'), key: read('receiver-key.pem') };

/** A look-up that knows one name, as the system's would answer. */
function lookupOf(addresses: Readonly<Record<string, readonly string[]>>): NonNullable<HttpWebhooksOptions['lookup']> {
  return vi.fn((hostname, _options, callback) => {
    const found = addresses[hostname];
    if (!found) return callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
    return callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });
}

let receiver: Receiver;
let secure: Receiver;
let silent: Server;
beforeAll(async () => {
  receiver = await startReceiver();
  secure = await startReceiver(certificate);
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await receiver.close();
  await secure.close();
  silent.close();
});

const open = (options: Partial<HttpWebhooksOptions> = {}) => httpWebhooks({ targets: anyTargets, ...options });
const at = (path: string) => `http://127.0.0.1:${receiver.port}${path}`;
const post = (url: string, options: Partial<HttpWebhooksOptions> = {}, timeoutMs = 5000) =>
  open(options).post({
    url,
    headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json' },
    body: '{"a":"ü"}',
    timeoutMs,
    declared: true,
  });

describe('a post', () => {
  it('arrives as it was sent', async () => {
    expect(await post(at('/sent?team=blue'))).toEqual({ status: 204 });
    expect(receiver.posts('/sent?team=blue')).toMatchObject([
      { method: 'POST', body: '{"a":"ü"}', headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json', 'content-length': '10' } },
    ]);
  });

  it.each([200, 404, 410, 500])('gives back status %i', async (status) => {
    receiver.answer(`/status-${status}`, { status });
    expect(await post(at(`/status-${status}`))).toEqual({ status });
  });

  it('gives back when the receiver wants it again', async () => {
    receiver.answer('/busy', { status: 503, headers: { 'retry-after': '120' } });
    expect(await post(at('/busy'))).toEqual({ status: 503, retryAfter: '120' });
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect with status %i', async (status) => {
    receiver.answer(`/from-${status}`, { status, headers: { location: at(`/to-${status}`) } });
    expect(await post(at(`/from-${status}`))).toEqual({ status });
    expect(receiver.posts(`/to-${status}`)).toEqual([]);
  });

  it('does not wait for a body that has no end, and cuts it off', async () => {
    let cut = false;
    receiver.answer('/endless', (response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(20_000)), 1);
      response.on('close', () => {
        clearInterval(more);
        cut = true;
      });
    });
    expect(await post(at('/endless'))).toEqual({ status: 200 });
    await vi.waitFor(() => expect(cut).toBe(true), 4000);
  });

  it('is given up when no answer comes in time', async () => {
    receiver.answer('/never', () => undefined);
    expect(await post(at('/never'), {}, 100)).toEqual({ reason: 'timeout' });
  });

  it('is given up when not even a connection comes in time', async () => {
    const lookup: HttpWebhooksOptions['lookup'] = () => undefined;
    expect(await post('http://hooks.test/', { lookup }, 100)).toEqual({ reason: 'timeout' });
  });

  it('says that nobody is there', async () => {
    const gone = await startReceiver();
    await gone.close();
    expect(await post(`http://127.0.0.1:${gone.port}/`)).toEqual({ reason: 'connection-refused' });
    expect(await post('http://hooks.test/', { lookup: lookupOf({}) })).toEqual({ reason: 'name-not-found' });
  });

  it('says that the connection was lost', async () => {
    receiver.answer('/lost', (response) => response.destroy());
    expect(await post(at('/lost'))).toEqual({ reason: 'connection-lost' });
  });
});

describe('TLS', () => {
  const lookup = lookupOf({ 'hooks.test': ['127.0.0.1'] });

  it('is spoken with the name of the receiver, though the address has been looked up before', async () => {
    const url = `https://hooks.test:${secure.port}/signed`;
    expect(await post(url, { lookup, authority: certificate.cert })).toEqual({ status: 204 });
    expect(secure.posts('/signed')[0]?.headers['host']).toBe(`hooks.test:${secure.port}`);
  });

  it('is refused to a certificate that nobody vouches for, and to one of another name', async () => {
    expect(await post(`https://hooks.test:${secure.port}/unknown`, { lookup })).toEqual({ reason: 'tls' });
    const other = { lookup: lookupOf({ 'other.test': ['127.0.0.1'] }), authority: certificate.cert };
    expect(await post(`https://other.test:${secure.port}/other`, other)).toEqual({ reason: 'tls' });
    expect(await post(`https://127.0.0.1:${receiver.port}/plain`)).toEqual({ reason: 'tls' });
    expect([...secure.posts('/unknown'), ...secure.posts('/other'), ...receiver.posts('/plain')]).toEqual([]);
  });
});

describe('in the cloud', () => {
  const cloud = { targets: publicTargets, authority: certificate.cert };

  it.each([
    ['a private one', ['10.0.0.1']],
    ['this machine', ['127.0.0.1']],
    ['the metadata of the machine', ['169.254.169.254']],
    ['this machine in IPv6', ['::1']],
    ['a mapped one', ['::ffff:10.0.0.1']],
    ['a private one beside a public one', ['1.1.1.1', '10.0.0.1']],
    ['none', []],
  ])('no connection goes to a name that leads to %s', async (_, addresses) => {
    const lookup = lookupOf({ 'hooks.test': addresses });
    expect(await post(`https://hooks.test:${secure.port}/private`, { ...cloud, lookup })).toEqual({ reason: 'address-refused' });
    expect(secure.posts('/private')).toEqual([]);
  });

  it.each(['https://127.0.0.1:8443/', 'https://[::1]:8443/', 'http://1.1.1.1/', 'https://localhost:8443/'])(
    'no connection goes to %s, though nothing is looked up',
    async (url) => {
      const lookup = lookupOf({});
      expect(await post(url, { ...cloud, lookup })).toEqual({ reason: 'address-refused' });
      expect(lookup).not.toHaveBeenCalled();
    },
  );

  it('the connection goes to the address that was judged: a name is looked up once, and what it says later counts for nothing', async () => {
    const answers = ['127.0.0.1', '10.0.0.1'];
    const lookup: HttpWebhooksOptions['lookup'] = vi.fn((_hostname, _options, callback) =>
      callback(null, [{ address: answers.shift() ?? '', family: 4 }]),
    );
    // The first answer is good only here, where nothing but this machine can be reached.
    const targets = { ...publicTargets, allows: (address: string) => address === '127.0.0.1' };
    const url = `https://hooks.test:${secure.port}/rebound`;
    expect(await post(url, { ...cloud, targets, lookup })).toEqual({ status: 204 });
    expect(lookup).toHaveBeenCalledOnce();
    expect(await post(url, { ...cloud, targets, lookup })).toEqual({ reason: 'address-refused' });
    expect(secure.posts('/rebound')).toHaveLength(1);
  });
});

describe('at the door', () => {
  const webhook = { url: 'http://127.0.0.1:9/', key: 'WEBHOOK_SECRET' };

  it('a key that is not set is named where that can be seen', async () => {
    const hasKey = vi.fn(async (key: string) => key === 'WEBHOOK_SET');
    expect(await open({ hasKey }).problemOf(webhook)).toEqual({ field: 'key', message: 'names WEBHOOK_SECRET, which is not set' });
    expect(await open({ hasKey }).problemOf({ ...webhook, key: 'WEBHOOK_SET' })).toBeUndefined();
    expect(await open().problemOf(webhook)).toBeUndefined();
  });

  it('an address is refused before the key is looked at', async () => {
    const hasKey = vi.fn(async () => false);
    expect(await open({ targets: publicTargets, hasKey }).problemOf(webhook)).toMatchObject({ field: 'url' });
    expect(hasKey).not.toHaveBeenCalled();
  });
});
