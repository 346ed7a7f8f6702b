/** What a verdict says of the ranking of its answers: who ranked, in which order, and what came of that. */
import { debateReason, type ShownPeerRanking } from '../contract/deliberation.ts';
import { rankingRound } from '../contract/judge-round.ts';
import type { AttemptNote } from '../contract/opinion.ts';
import { opinionIn, type ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import { ordersOf, pointsOf, rankingOf } from './peer-ranking.ts';
import { usedInRound } from './round-cost.ts';
import { statusOf } from './verdict.ts';
import { withoutUndefined } from './without-undefined.ts';

const notInTime = { type: 'not-in-time', message: 'no order before the end', retryable: true };

/** Undefined where nobody had asked for a ranking. `weighing` is what the answers say; `isDecided` says that the answer is the one that most put first. */
export function rankingWords(
  run: Run,
  weighing: Weighing,
  read: ReadOpinions & { readonly attempts: readonly AttemptNote[] },
  isDecided: boolean,
): ShownPeerRanking | undefined {
  if (!run.deliberation?.ranking) return undefined;
  const begun = rankingOf(run);
  const experts = begun?.experts ?? [];
  const orders = ordersOf(run, read);
  const points = [...pointsOf(orders)];
  const orderOf = new Map(orders.map(({ expert, order }) => [expert, order]));
  return {
    // Where it was not settled whether there is one, the time was over.
    reason: debateReason.parse(begun?.reason ?? 'deadline'),
    order: points,
    ranked: experts.map((expert) => {
      const order = orderOf.get(expert);
      const error = order ? undefined : (opinionIn(read, { expert, round: rankingRound })?.error ?? notInTime);
      return { expert, order: order ? [...order] : null, ...withoutUndefined({ error }) };
    }),
    withoutSelfVotes: sameOrOther(run, weighing, points),
    effect: isDecided ? 'decided' : 'same',
    ...usedInRound(
      experts.map((expert) => ({ expert, round: rankingRound })),
      read,
    ),
  };
}

/** Where several answers lead that do not mean the same, none does. */
function sameOrOther(run: Run, weighing: Weighing, points: ShownPeerRanking['order']): ShownPeerRanking['withoutSelfVotes'] {
  const { pick, clusters } = weighing;
  const leaders = points.filter((one) => one.points === points[0]?.points).map(({ expert }) => expert);
  const leading = clusters.find(({ experts }) => leaders.length > 0 && leaders.every((expert) => experts.includes(expert)));
  if (leading === undefined || pick === null || statusOf(run, weighing) !== 'decided') return null;
  return leading.experts.includes(pick) ? 'same' : 'other';
}
