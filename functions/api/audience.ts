/** Who is being told of a run by this process: a run may be ended for its callers only once the last of them has hung up. */
import type { ConnectionEnd } from './options.ts';

interface Audience {
  waiting: number;
  /** Somebody has the whole answer, or the id under which to ask for it. */
  told: boolean;
}

const audiences = new Map<string, Audience>();

/** Counts a caller who waits for a run. What is returned is called once, with how that ended; it says whether all have hung up. */
export function attend(consultationId: string): (end: ConnectionEnd) => boolean {
  const audience = audiences.get(consultationId) ?? { waiting: 0, told: false };
  audiences.set(consultationId, audience);
  audience.waiting += 1;
  return (end) => {
    audience.waiting -= 1;
    audience.told ||= end === 'delivered';
    if (audience.waiting > 0) return false;
    audiences.delete(consultationId);
    return !audience.told;
  };
}
