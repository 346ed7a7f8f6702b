/** The console's files as the application serves them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodKey, openApi } from '../../support/api.ts';

const script = 'console.log("circle");'.repeat(20);
let folder: string;
beforeAll(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'circle-site-')), 'site');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/index-abc.js'), script);
  writeFileSync(join(folder, 'assets/index-abc.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'assets/index-abc.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/secret.txt'), 'no text of the web');
  writeFileSync(join(folder, '../outside.js'), 'outside');
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

const get = async (path: string, headers: Readonly<Record<string, string>> = {}, { method = 'GET', compressed = true } = {}) =>
  openApi({ console: { folder, compressed } }).fetch(new Request(`http://circle.test${path}`, { method, headers }));

describe('the console', () => {
  it('is served without a key, under a policy that allows this origin only', async () => {
    const page = await get('/');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<!doctype html>',
    ]);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is looked up anew at each visit, and its assets never', async () => {
    const page = await get('/');
    const asset = await get('/assets/index-abc.js');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const known = await get('/', { 'if-none-match': page.headers.get('etag') ?? '' });
    expect([known.status, await known.text()]).toEqual([304, '']);
    expect((await get('/', { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=0.5, br;q=0', 'gzip'],
    ['identity', null],
    ['', null],
    ['br;q=0.0, gzip;q=0', null],
    [' BR ; q=0 , gzip ; q=1', 'gzip'],
  ])('is sent to a caller who accepts "%s" as %s', async (accepted, encoding) => {
    const asset = await get('/assets/index-abc.js', { 'accept-encoding': accepted });
    expect([asset.headers.get('content-encoding'), asset.headers.get('vary')]).toEqual([encoding, 'accept-encoding']);
    const bytes = Buffer.from(await asset.arrayBuffer());
    if (encoding === 'gzip') expect(gunzipSync(bytes).toString()).toBe(script);
    if (encoding === null) expect(bytes.toString()).toBe(script);
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('is sent at once, however many blanks stand in what a caller accepts', async () => {
    const before = process.cpuUsage();
    for (let times = 0; times < 20; times += 1) await get('/assets/index-abc.js', { 'accept-encoding': `a${' '.repeat(15_000)}b;q=0` });
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });

  it('has a tag of its own for each form', async () => {
    const tags = await Promise.all(
      ['br', 'gzip', ''].map(async (accepted) => (await get('/assets/index-abc.js', { 'accept-encoding': accepted })).headers.get('etag')),
    );
    expect(new Set(tags).size).toBe(3);
  });

  it('is never compressed where the gateway would break it', async () => {
    const asset = await get('/assets/index-abc.js', { 'accept-encoding': 'br, gzip' }, { compressed: false });
    expect([asset.headers.get('content-encoding'), await asset.text()]).toEqual([null, script]);
  });

  it('answers HEAD with the headers alone', async () => {
    const head = await get('/assets/index-abc.js', {}, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'text/javascript; charset=utf-8', '']);
  });

  it.each([
    '/assets/nothing.js',
    '/assets/..%2f..%2foutside.js',
    '/assets/%2e%2e/%2e%2e/outside.js',
    '/../outside.js',
    '/assets/secret.txt',
    '/assets/index-abc.js.gz',
    '/index.html',
    '/console',
  ])('has nothing at %s, and says so as a problem document', async (path) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('leaves every other route as it is', async () => {
    expect((await get('/v1/circles')).status).toBe(401);
    expect((await get('/v1/circles', { authorization: `Bearer ${goodKey}` })).status).toBe(200);
    const posted = await get('/', { 'content-type': 'application/json' }, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('is not there where nobody gave one', async () => {
    expect((await openApi().fetch(new Request('http://circle.test/'))).status).toBe(404);
  });
});
