/**
 * One HTTP request on the way out, its reply as status, headers and bytes. `fetch` gives the same with streams and events of the web platform
 * around it, which cost more than the request itself.
 */
import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { outgoing } from './outgoing.ts';

/** A reply; redirects are not followed. */
export interface OutgoingReply {
  readonly status: number;
  readonly headers: Headers;
  /** The body, without its content encoding unless it is asked for as it was sent. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What is read by default, as `fetch` reads it. */
const accepted = { accept: '*/*', 'accept-encoding': 'gzip, deflate' };

/** An end that is missing is told by the framing of the body, and not by the decoder. */
const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotliFlush = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const zstdFlush = { flush: constants.ZSTD_e_continue, finishFlush: constants.ZSTD_e_end };

/** By a word of the other side's, which may be any. */
const decoders: ReadonlyMap<string, () => NodeJS.ReadWriteStream> = new Map([
  ['gzip', () => createGunzip(flush)],
  ['x-gzip', () => createGunzip(flush)],
  ['deflate', () => createInflate(flush)],
  ['br', () => createBrotliDecompress(brotliFlush)],
  ['zstd', () => createZstdDecompress(zstdFlush)],
]);

/** Encodings of one body; more are nobody's, and each takes memory. */
const mostEncodings = 5;

/** How a reply is read. */
export interface Reading {
  /** The body as it was sent, whatever its content encoding. @default false */
  readonly asSent?: boolean;
}

/** Sends a request and resolves with the head of its reply. Throws what the connection throws, with a `code`, or the reason of an abort. */
export async function outgoingRequest(url: string | URL, init: RequestInit = {}, { asSent = false }: Reading = {}): Promise<OutgoingReply> {
  const { method = 'GET', headers, body, signal } = init;
  const reply = await request(url, {
    method: method as Dispatcher.HttpMethod,
    headers: { ...accepted, ...Object.fromEntries(new Headers(headers)) },
    body: await bytesOf(body),
    signal: signal ?? null,
    dispatcher: outgoing().dispatcher,
  });
  const received = headersOf(reply.headers);
  return { status: reply.statusCode, headers: received, body: asSent ? reply.body : decoded(reply.body, received) };
}

async function bytesOf(body: RequestInit['body']): Promise<string | Uint8Array | null> {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  return new Uint8Array(await new Response(body).arrayBuffer());
}

function headersOf(given: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const each of Array.isArray(value) ? value : value === undefined ? [] : [value]) headers.append(name, each);
  }
  return headers;
}

/** The body behind the decoders of its encodings, the last one first; one that is not known stays as it is. */
function decoded(body: Readable, headers: Headers): AsyncIterable<Uint8Array> {
  const names = (headers.get('content-encoding') ?? '').toLowerCase().split(',', mostEncodings + 1);
  const chosen = names.map((name) => decoders.get(name.trim())).reverse();
  if (names.length > mostEncodings || chosen.some((decoder) => decoder === undefined)) return body;
  const streams = chosen.flatMap((decoder) => (decoder ? [decoder()] : []));
  // Its errors are met by whoever reads.
  return pipeline([body, ...streams], () => undefined) as unknown as AsyncIterable<Uint8Array>;
}
