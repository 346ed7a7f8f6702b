/**
 * The `fetch` of one request. It reads the whole reply and judges it before the SDK sees it: the SDK accepts a body of 2 GiB,
 * throws a cut-off body and a wrong one alike, and reports an error inside a 200 as a mismatch of its schema.
 */
import { ExpertFailure } from '../errors.ts';
import { outgoing } from '../network/outgoing.ts';
import { type OutgoingReply, outgoingRequest } from '../network/outgoing-request.ts';
import type { ModelRequest } from '../ports/model.ts';
import { failureInAnswer, failureOfBody, failureOfConnection, failureOfStatus, shownAddress } from './failure.ts';
import { type Redact, redactor } from './redact.ts';
import { parseReply } from './reply-text.ts';

/** The type that the SDK's providers take. */
export type Fetch = typeof globalThis.fetch;

/** Makes the parsed body of a good reply into the one that the SDK takes. */
export type Tidy = (body: unknown) => unknown;

/** Bytes. An answer may have 300 KB; JSON escapes and a model's reasoning may make a reply many times larger, but not endless. */
const replyMaxBytes = 8 * 1024 * 1024;

/** What became of a request. */
export interface Exchange {
  readonly fetch: Fetch;
  /** Whether anything was sent: what fails before that is a fault of the request. */
  sent(): boolean;
}

/** Where a request goes, and how what comes back is read. */
interface Call {
  readonly preset: string;
  readonly address: string;
  readonly redact: Redact;
  readonly tidy: Tidy;
  readonly signal: AbortSignal | null | undefined;
}

/** Opens the exchange of one request. Its `fetch` throws an `ExpertFailure`, or the reason of an abort. */
export function openExchange(request: ModelRequest, tidy: Tidy = (body) => body): Exchange {
  let sent = false;
  return {
    sent: () => sent,
    async fetch(input, init) {
      sent = true;
      const call: Call = {
        preset: request.seat.preset,
        address: shownAddress(input instanceof Request ? input.url : input),
        redact: redactor(request, new Headers(init?.headers)),
        tidy,
        signal: init?.signal,
      };
      return judge(await connect(input, init, call), call);
    },
  };
}

/** Redirects are not followed: they would carry the key to an address that nobody has configured. */
async function connect(input: Parameters<Fetch>[0], init: RequestInit | undefined, { preset, address }: Call): Promise<OutgoingReply> {
  try {
    return await outgoingRequest(input instanceof Request ? input.url : input, init);
  } catch (error) {
    init?.signal?.throwIfAborted();
    const proxy = outgoing().proxyFor(new URL(address));
    const { origin } = new URL(address);
    throw failureOfConnection(error, preset, proxy === undefined ? origin : `${origin} through the proxy ${proxy}`);
  }
}

async function judge(response: OutgoingReply, call: Call): Promise<Response> {
  const { preset, address, redact, tidy } = call;
  const { status, headers } = response;
  const text = await readText(response, call);
  const body = parseReply(text);
  if (!isOk(status)) throw failureOfStatus({ preset, address, status, headers, body: body ?? text }, redact);
  if (text.trim() === '') throw new ExpertFailure('empty-answer', `${preset} answered ${status} with an empty body`);
  if (body === undefined) throw unreadable(text, headers, call);
  const failure = failureInAnswer({ preset, address, status, headers, body }, redact);
  if (failure !== undefined) throw failure;
  return new Response(JSON.stringify(tidy(body)), { status, headers: { 'content-type': 'application/json' } });
}

async function readText({ status, body }: OutgoingReply, { preset, signal }: Call): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > replyMaxBytes) throw new ExpertFailure('answer-too-large', `${preset} answered with more than ${replyMaxBytes} bytes`);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ExpertFailure) throw error;
    // The status of a failed call says more than the loss of its explanation.
    if (!isOk(status)) return text;
    throw failureOfBody(error, preset);
  }
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Without a length, the end of the connection is the end of the body: then half a JSON text is one that was cut off. */
function unreadable(text: string, headers: Headers, { preset, address }: Call): ExpertFailure {
  const framed = headers.has('content-length') || headers.has('transfer-encoding');
  if (!framed && /^[[{]/.test(text.trimStart().charAt(0)) && !/[\]}]/.test(text.trimEnd().slice(-1))) {
    return new ExpertFailure('cut-off', `${preset} closed the connection in the middle of the answer`);
  }
  return new ExpertFailure('unreadable-answer', `${preset} answered with ${text.length} characters that are not JSON, at ${address}`);
}
