/** Nothing new is taken while nothing could be decided: the experts would be asked, and paid, for a verdict that nobody can make. */
import { CircleError } from '../../shared/errors.ts';
import type { Runs } from '../../shared/ports/runs.ts';

/** The runs, of which none is created while `whyNot` says why none could be decided. What was accepted goes on, and waits. */
export function whileDecidable(runs: Runs, whyNot: () => Promise<string | undefined>): Runs {
  return {
    ...runs,
    async create(...run) {
      const reason = await whyNot();
      if (reason !== undefined) throw new CircleError('Unavailable', reason, { retryable: true });
      return runs.create(...run);
    },
  };
}
