/** What an expert may still use of the limits of its consultation, and what it has used. */
import type { Seat } from '../../shared/contract/expert.ts';
import type { Amounts, Charged, Grant, LimitName, WorstCall } from '../../shared/contract/limits.ts';
import type { AttemptNote, Usage } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import { costOf, type Prices, priceOf } from '../../shared/domain/budget.ts';
import { grantOf, limitLacking, limitsOf, limitsSet } from '../../shared/domain/limits.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import { againOf, worstAmounts, worstCallIn } from '../../shared/domain/worst-calls.ts';
import { ExpertFailure } from '../../shared/errors.ts';

/** The account of one expert. Empty of effect where nothing is limited. */
export interface Allowance {
  /** Takes one more call in at its worst. Throws `ExpertFailure` where there is no room for it; then nothing may be asked. */
  take(): void;
  /** Whether there is room for one more call behind the one that has ended; where there is none, that is what ends the asking. */
  hasRoom(): boolean;
  /** The call that was taken last has ended, and has used so much; undefined for one that nobody bills. */
  settle(used: Usage | undefined): void;
  /** What has been used so far, a call under way at its worst. */
  charged(): { readonly charged?: Charged };
}

const unlimited: Allowance = { take: () => undefined, hasRoom: () => true, settle: () => undefined, charged: () => ({}) };

/** Opens the account on top of what an earlier worker has used. */
export function openAllowance(
  run: Run,
  seat: Seat,
  { earlier, round }: { readonly earlier?: AttemptNote | undefined; readonly round?: number | undefined },
  prices: Prices,
): Allowance {
  const { worst, grant } = grantedTo(run, seat.expert, round);
  // People and rules call no model.
  if (worst === undefined || worst.calls === 0) return unlimited;
  let used = { ...none, ...usedBefore(earlier) };
  let pending = false;
  let over: LimitName | undefined;
  const settle: Allowance['settle'] = (usage) => {
    if (pending) used = sumOf(used, worst, usedBy(usage, worst, costOf(usage, priceOf(seat, prices))));
    pending = false;
  };
  const lookForRoom = () => {
    // A call that was turned away, and led to another one at once, was billed by nobody.
    settle(undefined);
    over = 'lacks' in grant ? grant.lacks : limitLacking(leftOf(grant, used), worst);
  };
  return {
    hasRoom() {
      lookForRoom();
      return over === undefined;
    },
    take() {
      lookForRoom();
      if (over !== undefined) throw new ExpertFailure('over-limit', whyOver(over, worst, run));
      used = sumOf(used, none, worst);
      pending = true;
    },
    settle,
    charged: () => ({ charged: { ...limitedPart(grant, used), ...(over !== undefined && { over }) } }),
  };
}

/** The worst case of a call of an expert, and what it may use: beyond the first round one call, which is left of the limits where there is such a round. */
function grantedTo(run: Run, expert: string, round: number | undefined): { readonly worst: WorstCall | undefined; readonly grant: Grant } {
  const { limits } = run;
  if (limits === undefined) return { worst: undefined, grant: {} };
  if (round === undefined) return { worst: worstCallIn(run, expert), grant: grantOf(run, expert) ?? { lacks: 'calls' } };
  const worst = againOf(run, { expert, round });
  const amounts = worstAmounts(worst);
  return { worst, grant: Object.fromEntries(limitsSet(limitsOf(limits)).map((name) => [name, amounts[name]])) };
}

type Used = Readonly<Record<LimitName, number>>;
const none = { calls: 0, tokens: 0, usd: 0 } as const;

function usedBefore(earlier: AttemptNote | undefined): Partial<Used> {
  const { over: _over, ...amounts } = earlier?.charged ?? {};
  return withoutUndefined(amounts);
}

/** The sum with one call taken out and another put in its place. A price that nobody knows is not limited. */
function sumOf(used: Used, out: WorstCall, call: WorstCall): Used {
  const sum = (name: LimitName) => Math.max(0, used[name] - (out[name] ?? 0) + (call[name] ?? 0));
  return { calls: sum('calls'), tokens: sum('tokens'), usd: sum('usd') };
}

function leftOf(grant: Amounts, used: Used): Amounts {
  return Object.fromEntries(limitsSet(grant).map((name) => [name, (grant[name] ?? 0) - used[name]]));
}

/** Nothing is said of what is not limited, and nothing was used where nothing was granted. */
function limitedPart(grant: Grant, used: Used): Amounts {
  return 'lacks' in grant ? {} : Object.fromEntries(limitsSet(grant).map((name) => [name, used[name]]));
}

/** What a call has used: nothing but the call where nobody bills it, and its worst where that is not known. */
function usedBy(usage: Usage | undefined, worst: WorstCall, usd: number | null): WorstCall {
  if (usage === undefined) return { calls: 1, tokens: 0, usd: 0 };
  const { inputTokens, outputTokens } = usage;
  const tokens = inputTokens === null || outputTokens === null ? worst.tokens : inputTokens + outputTokens;
  return { calls: 1, tokens, usd: usd ?? worst.usd };
}

function whyOver(name: LimitName, worst: WorstCall, { limits }: Pick<Run, 'limits'>): string {
  const limit = (limits as Amounts | undefined)?.[name] ?? 0;
  if (name === 'calls') return `the consultation may make ${limit} calls, and none of them is left for this expert`;
  if (name === 'tokens') return `a call may take ${worst.tokens} tokens, and too few of the ${limit} of the consultation are left for it`;
  if (worst.usd === null) return `its price is not known, and the consultation may cost at most $${limit}`;
  return `a call may cost $${worst.usd.toFixed(6)}, and too little of the $${limit} of the consultation is left for it`;
}
