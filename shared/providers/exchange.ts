/**
 * The `fetch` of one request. It reads the whole reply and judges it before the SDK sees it: the SDK accepts a body of 2 GiB,
 * throws a cut-off body and a wrong one alike, and reports an error inside a 200 as a mismatch of its schema.
 */
import { ExpertFailure } from '../errors.ts';
import type { ModelRequest } from '../ports.ts';
import { failureInAnswer, failureOfBody, failureOfConnection, failureOfStatus } from './failure.ts';
import { type Redact, redactor } from './redact.ts';

/** The type that the SDK's providers take. */
export type Fetch = typeof globalThis.fetch;

/** Bytes. An answer may have 300 KB; JSON escapes and a model's reasoning may make a reply many times larger, but not endless. */
const replyMaxBytes = 8 * 1024 * 1024;

/** What became of a request. */
export interface Exchange {
  readonly fetch: Fetch;
  /** Whether anything was sent: what fails before that is a fault of the request. */
  sent(): boolean;
}

/** Opens the exchange of one request. Its `fetch` throws an `ExpertFailure`, or the reason of an abort. */
export function openExchange(request: ModelRequest): Exchange {
  let sent = false;
  return {
    sent: () => sent,
    async fetch(input, init) {
      sent = true;
      const redact = redactor(request, new Headers(init?.headers));
      const response = await connect(input, init, request.seat.preset);
      return judge(response, request.seat.preset, redact, init?.signal);
    },
  };
}

/** Redirects are not followed: they would carry the key to an address that nobody has configured. */
async function connect(input: Parameters<Fetch>[0], init: RequestInit | undefined, preset: string): Promise<Response> {
  try {
    return await globalThis.fetch(input, { ...init, redirect: 'manual' });
  } catch (error) {
    init?.signal?.throwIfAborted();
    throw failureOfConnection(error, preset, new URL(input instanceof Request ? input.url : input).origin);
  }
}

async function judge(response: Response, preset: string, redact: Redact, signal: AbortSignal | null | undefined): Promise<Response> {
  const { status, headers } = response;
  const text = await readText(response, preset, signal);
  if (!response.ok) throw failureOfStatus({ preset, status, headers, body: parsed(text) ?? text }, redact);
  if (text.trim() === '') throw new ExpertFailure('empty-answer', `${preset} answered ${status} with an empty body`);
  const body = parsed(text);
  if (body === undefined) throw unreadable(text, headers, preset);
  const failure = failureInAnswer({ preset, status, headers, body }, redact);
  if (failure !== undefined) throw failure;
  return new Response(text, { status, headers });
}

async function readText(response: Response, preset: string, signal: AbortSignal | null | undefined): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > replyMaxBytes) throw new ExpertFailure('answer-too-large', `${preset} answered with more than ${replyMaxBytes} bytes`);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ExpertFailure) throw error;
    // The status of a failed call says more than the loss of its explanation.
    if (!response.ok) return text;
    throw failureOfBody(error, preset);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without a length, the end of the connection is the end of the body: then half a JSON text is one that was cut off. */
function unreadable(text: string, headers: Headers, preset: string): ExpertFailure {
  const framed = headers.has('content-length') || headers.has('transfer-encoding');
  if (!framed && /^\s*[[{]/.test(text) && !/[\]}]\s*$/.test(text)) {
    return new ExpertFailure('cut-off', `${preset} closed the connection in the middle of the answer`);
  }
  return new ExpertFailure('unreadable-answer', `${preset} answered with ${text.length} characters that are not JSON`);
}
