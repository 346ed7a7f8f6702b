/** Requests of the AWS SDK on the one way out of this machine, with its proxy and its certificates. */
import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { outgoingRequest } from '../../network/outgoing-request.ts';

/** Milliseconds of one request, its body included. */
const requestMs = 60_000;

/** What the SDK hands to a handler, as far as it is read. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: string | Uint8Array;
}

/** A handler for the SDK's clients. */
export function outgoingHandler(): NonNullable<S3ClientConfig['requestHandler']> {
  return {
    async handle(request: SdkRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) {
      const { method, headers, body } = request;
      const over = AbortSignal.timeout(requestMs);
      const init = {
        method,
        headers: { ...headers, 'accept-encoding': 'identity' },
        ...(body !== undefined && body.length > 0 && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
        signal: abortSignal === undefined ? over : AbortSignal.any([abortSignal, over]),
      };
      // S3 sends an object as it is stored, packed or not, and its checksum is of that.
      const reply = await outgoingRequest(addressOf(request), init, { asSent: true });
      return { response: { statusCode: reply.status, headers: Object.fromEntries(reply.headers), body: Readable.from(reply.body) } };
    },
  } as NonNullable<S3ClientConfig['requestHandler']>;
}

function addressOf({ protocol, hostname, port, path, query = {} }: SdkRequest): URL {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  // As the SDK has signed them: a space is %20 there, and a plus in a form.
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${escaped(name)}=${one === null ? '' : escaped(String(one))}`),
  );
  url.search = pairs.join('&');
  return url;
}

/** Everything but what RFC 3986 leaves as it is. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
