/** A reply behind the encodings that its sender names. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { outgoingRequest } from '../../shared/network/outgoing-request.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function readAs(encoding: string, body: Buffer | string): Promise<string> {
  const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body));
  const reply = await outgoingRequest(url);
  return text(reply.body);
}

it.each([
  ['gzip', gzipSync('Köln')],
  ['X-GZIP', gzipSync('Köln')],
  ['deflate', deflateSync('Köln')],
  ['br', brotliCompressSync('Köln')],
  ['zstd', zstdCompressSync('Köln')],
  ['gzip, br', brotliCompressSync(gzipSync('Köln'))],
])('a body in %s is read', async (encoding, body) => {
  expect(await readAs(encoding, body)).toBe('Köln');
});

it.each(['identity', 'constructor', '__proto__', 'gzip, rot13', Array.from({ length: 50 }, () => 'gzip').join(', ')])(
  'an encoding that nobody knows leaves the body as it is: %s',
  async (encoding) => {
    expect(await readAs(encoding, 'Köln')).toBe('Köln');
  },
);

it('a redirect is not followed, and every value of a header is there', async () => {
  const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere', 'x-part': ['one', 'two'] }).end());
  const { status, headers } = await outgoingRequest(url);
  expect([status, headers.get('location'), headers.get('x-part')]).toEqual([302, '/elsewhere', 'one, two']);
});
