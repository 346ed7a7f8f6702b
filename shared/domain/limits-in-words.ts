/** What a verdict says of the limits of its consultation: what was used, and what they ended. */
import { type LimitName, limitName, type ShownLimits } from '../contract/limits.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import { opinionName } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import { leftOf, limitReached, limitsOf, limitsSet, outOfReach } from './limits.ts';

/** Undefined where nothing was limited. `kept` says that a limit kept the next stage from being asked. */
export function limitsInWords(
  run: Run,
  opinions: readonly Opinion[],
  attempts: readonly AttemptNote[],
  kept: boolean,
): ShownLimits | undefined {
  const { limits } = run;
  if (limits === undefined) return undefined;
  const stated = limitsOf(limits);
  const left = leftOf({ ...run, charges: chargesBy(run, attempts) });
  const used = limitsSet(stated).map((name) => [name, usedOf(name, stated[name] ?? 0, left[name] ?? 0)]);
  const over = (name: LimitName) => opinions.filter(({ charged }) => charged?.over === name).map(({ expert }) => expert);
  const notMade = limitName.options.map((by) => ({ by, what: 'call' as const, experts: over(by) }));
  const [reached, spared] = [limitReached(run), outOfReach(run)];
  const notOpened = reached === undefined || !kept ? [] : [{ by: reached, what: 'stage' as const, experts: [...spared] }];
  return { ...stated, used: Object.fromEntries(used), ended: [...notMade, ...notOpened].filter(({ experts }) => experts.length > 0) };
}

/** What everybody has used by now: whose opinion is not in has used what its note says, and nothing without one, since a call is noted before it is made. */
function chargesBy({ experts, rounds = [], charges }: Run, attempts: readonly AttemptNote[]): Run['charges'] {
  const asked = [...experts, ...rounds.flatMap(({ round, experts: again }) => again.map((expert) => opinionName({ expert, round })))];
  const noted = attempts.flatMap((note) => (note.charged ? [[opinionName(note), note.charged] as const] : []));
  return { ...Object.fromEntries(asked.map((name) => [name, {}])), ...Object.fromEntries(noted), ...charges };
}

/** Sums of dollars, without their noise. */
function usedOf(name: LimitName, stated: number, left: number): number {
  return name === 'usd' ? Math.round((stated - left) * 1e8) / 1e8 : stated - left;
}
