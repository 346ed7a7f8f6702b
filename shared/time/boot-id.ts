/** Which start of this machine it is. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

let known: string | undefined;

/** A short name that all processes since the machine was started share; where the system has none, only this process. */
export function bootId(): string {
  known ??= readBootId().slice(0, 8);
  return known;
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  } catch {
    return randomUUID();
  }
}
