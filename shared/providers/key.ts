/** The provider key of a request, checked before anything is sent. */
import { ExpertFailure } from '../errors.ts';
import type { ModelRequest } from '../ports/model.ts';

/** Visible ASCII: what an HTTP header can carry. */
const sendable = /^[\x21-\x7e]+$/;

/** The key, without the line end that a file or secret may have left on it. Throws `key-missing` when there is none. */
export function requireKey({ key, seat }: ModelRequest): string {
  const value = key?.trim() ?? '';
  if (value === '') {
    throw new ExpertFailure('key-missing', `${seat.preset} needs a key: ${seat.key ?? 'the expert names none, and its key'} is not set`);
  }
  // An HTTP client would refuse such a header with a message that quotes the key.
  if (!sendable.test(value)) {
    throw new ExpertFailure('key-rejected', `${seat.key ?? 'the key'} holds characters that no key has; was it cut or pasted with others?`);
  }
  return value;
}

/** Like `requireKey`, but undefined for a seat that names no key, as on a server of one's own. */
export function optionalKey(request: ModelRequest): string | undefined {
  return request.seat.key === undefined && request.key === undefined ? undefined : requireKey(request);
}
