/** The fingerprint of a request: the same for whoever asks the same again, and nothing of the question can be read off it. */
import { createHash } from 'node:crypto';
import type { NewConsultation } from '../contract/question.ts';
import type { Principal } from '../domain/principal.ts';

/** What tells the same question apart from another: who asks, at which entry, and what, whatever the order of its members. */
export function fingerprintOf({ tenant, subject }: Principal, door: string, body: NewConsultation): string {
  // How a repeat is treated is no part of what is asked.
  const { repeats: _repeats, onDisconnect: _onDisconnect, ...asked } = body;
  const text = JSON.stringify([tenant, subject, door, asked], (_, value: unknown) => inOrder(value));
  return createHash('sha256').update(text).digest('hex');
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
