/** Hints in the body of a reply at when to come back: every provider and gateway puts them in a place of its own. */
import type { BodyHint } from './retry-after.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Members that hold seconds, or a text that says them. */
const inSeconds = [
  'retry_after',
  'retryAfter',
  'retry_after_seconds',
  'retryAfterSeconds',
  'retry-after',
  'retryDelay',
  'retry_delay',
  'estimated_time',
  'estimatedTime',
  'wait_seconds',
  'wait_time',
] as const;
const inMilliseconds = ['retry_after_ms', 'retryAfterMs', 'retry-after-ms'] as const;

/** The waits that a body states, the likeliest places first. */
export function delaysOf(body: unknown): BodyHint[] {
  return places(body).flatMap((place) => [
    ...inMilliseconds.flatMap((name) => thousandths(place[name])),
    ...inSeconds.flatMap((name) => hint(place[name])),
  ]);
}

/** The headers of the reply with those beside them that a gateway passes on inside its body, as OpenRouter does. */
export function headersWith(body: unknown, headers: Headers): Headers {
  const passedOn = places(body).flatMap((place) => Object.entries(record(place['headers']) ?? {}));
  if (passedOn.length === 0) return headers;
  const all = new Headers(headers);
  for (const [name, value] of passedOn.slice(0, 50)) {
    if (!/^(?:x-|anthropic-)?(?:retry|rate-?limit)[\w-]{1,60}$/i.test(name) || all.has(name)) continue;
    if (typeof value === 'number' || (typeof value === 'string' && /^[\x20-\x7e]{1,100}$/.test(value))) all.set(name, String(value));
  }
  return all;
}

function places(body: unknown): Fields[] {
  const root = record(first(body));
  const error = record(first(root?.['error'])) ?? record(first(root?.['errors']));
  const details = error?.['details'];
  const listed = Array.isArray(details) ? details.slice(0, 20).map(record) : [record(details)];
  return [error, record(error?.['metadata']), ...listed, root, record(root?.['metadata']), record(root?.['detail'])].filter(
    (place) => place !== undefined,
  );
}

function hint(value: unknown): BodyHint[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return [value.slice(0, 64)];
  // Google's protocol buffers write a span as an object.
  const seconds = record(value)?.['seconds'];
  return typeof seconds === 'number' || typeof seconds === 'string' ? [seconds] : [];
}

function thousandths(value: unknown): BodyHint[] {
  const amount = typeof value === 'string' && value.length < 16 ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) ? [amount / 1000] : [];
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function record(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
