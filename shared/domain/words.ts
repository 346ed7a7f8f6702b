/** Numbers of a verdict in words, for people. */
import type {
  DebateReason,
  DeliberationEffect,
  JudgeReason,
  ShownDeliberation,
  ShownJudge,
  ShownPeerRanking,
} from '../contract/deliberation.ts';
import type { ShownDelivery } from '../contract/delivery.ts';
import type { LimitName, ShownLimits } from '../contract/limits.ts';
import type { ShownReplacement } from '../contract/replacement.ts';
import type { LastReview, ShownSchedule } from '../contract/schedule.ts';
import type { ShownReplay, ShownStrategy, StopReason } from '../contract/strategy.ts';
import type { Verdict } from '../contract/verdict.ts';

/** Lower bounds of agreement with their words, from the top. */
const agreementWords: readonly (readonly [number, string])[] = [
  [0.995, 'all alike'],
  [0.6, 'mostly alike'],
  [0.2, 'divided'],
  [0, 'hardly alike'],
];
/** Lower bounds of confidence with their words, from the top. */
const confidenceWords: readonly (readonly [number, string])[] = [
  [0.95, 'almost certainly right'],
  [0.8, 'probably right'],
  [0.6, 'more likely right than not'],
  [0.4, 'may be right or wrong'],
  [0, 'more likely wrong than right'],
];

/** Votes whose weight is told; the rest are counted. */
const weightsShown = 6;

/** A chance for people. */
export function percent(chance: number): string {
  return `${Math.round(chance * 100)}%`;
}

/** How alike the answers are. */
export function sayAgreement(agreement: number | null): string {
  return agreement === null ? 'not measurable' : `${agreement.toFixed(2)}, ${wordFor(agreement, agreementWords)}`;
}

/** How likely the answer is right. */
export function sayConfidence(confidence: number | null): string {
  return confidence === null ? 'not known' : `${confidence.toFixed(2)}, ${wordFor(confidence, confidenceWords)}`;
}

/** Who was asked and who answered, and whether fewer than the quorum were allowed. */
export function sayCoverage(coverage: Verdict['coverage']): string {
  const { asked, answered, families } = coverage;
  const heard = `${answered} of ${asked} experts answered, ${families} ${families === 1 ? 'family' : 'families'}`;
  const lowered = sayLowered(coverage);
  return lowered === undefined ? heard : `${heard}; ${lowered}`;
}

/** That fewer answers than the quorum were allowed, or undefined. */
export function sayLowered({ quorum, minimum }: Verdict['coverage']): string | undefined {
  return quorum === undefined || minimum === undefined ? undefined : `quorum ${quorum}, lowered to at least ${minimum}`;
}

/** Whose answer is not whole. */
export function sayTruncated(experts: readonly string[]): string {
  return `cut off at its token limit: ${experts.join(', ')}`;
}

/** Who stands behind a position, and with how much of the weight. */
export function sayPosition({ experts, share }: NonNullable<Verdict['positions']>[number]): string {
  return `${percent(share)}, ${experts.join(', ')}`;
}

/** Who gave the answer. */
export function sayAgreed(experts: readonly string[], answered: number): string {
  return experts.length === 1 && answered > 1 ? `${experts[0]} alone` : experts.join(', ');
}

/** How a free answer stands to the one that won. */
export function sayRelation(relation: NonNullable<Verdict['dissent'][number]['relation']>): string {
  return { same: 'says the same', differs: 'says something else, or the same in other words', contradicts: 'contradicts' }[relation];
}

/** How many claims there are, and of which kind. */
export function sayClaims(claims: number, shared: number, disputed: number): string {
  return `${claims}, of which ${shared} shared by several experts and ${disputed} disputed`;
}

/** What becomes of the answer without any one of the experts. */
export function sayStability({ unchanged, pivotal }: NonNullable<Verdict['stability']>): string {
  if (pivotal.length === 0) return 'stays if any one expert leaves';
  const kept = `stays in ${percent(unchanged)} of the cases where one expert leaves`;
  return pivotal.length > 3 ? `turns if one of ${pivotal.length} experts leaves; ${kept}` : `turns if ${listOf(pivotal)} leaves`;
}

/** How much evidence the answers are, beyond their number. */
export function sayIndependence(independent: number, answered: number): string {
  return `${answered} answers weigh like ${independent.toFixed(1)} independent ones`;
}

/** What earlier consultations say of the experts, and what that means for this answer. */
export function sayReliability({ evidence, weighs, shadow, basis, weights }: NonNullable<Verdict['reliability']>): string {
  if (weighs && basis === 'skill') return `known skill decides${sayWeights(weights)}`;
  if (evidence < 1) return 'too little is known of these experts yet';
  const judged = `${evidence.toFixed(0)} judged answers of each expert at the least`;
  if (weighs) return `decides (${judged})${sayWeights(weights)}`;
  if (!shadow) return `is only reported (${judged})`;
  const choice = shadow.agrees ? 'would have chosen the same' : `would have chosen ${shadow.answer ?? `the answer of ${shadow.pick}`}`;
  return `${choice}, but does not decide (${judged})`;
}

/** What became of a promise that a part of the decided answers is right. */
export function sayPromise({ asked, kept, outcomes, least, coverage }: NonNullable<Verdict['promise']>): string {
  const known = `${Math.floor(outcomes)} verdicts whose right answer is known`;
  if (least === undefined || coverage === undefined) return `${percent(asked)} right cannot be promised by ${known}`;
  const bound = `from ${percent(least)} of the weight on, which is ${percent(coverage)} of ${known}`;
  return `${percent(asked)} right is ${kept ? 'kept' : 'not kept'} (decided ${bound})`;
}

/** Who was asked in whose place, and why. */
export function sayReplaced({ seat, by, reason }: ShownReplacement): string {
  return `${by} in the place of ${seat}, which failed before it had answered (${reason})`;
}

const stopWords: Readonly<Record<StopReason, string>> = {
  everybody: 'everybody was asked',
  settled: 'the rest could not change the answer',
  sure: 'the confidence sufficed',
  agreed: 'they agreed',
  quorum: 'the quorum was in',
  impossible: 'too many had failed',
  deadline: 'the time was over',
  limit: 'no limit had room for another call',
};

/** Whom a strategy has asked in which stage, why it stopped, and what that has saved. */
export function sayStrategy({ name, stages, stopped, notAsked, saved }: ShownStrategy): string {
  const asked = stages.map(({ experts, reason }) => `${experts.join(', ')}${reason === 'first' ? '' : ` (${reason})`}`).join(', then ');
  if (notAsked.length === 0) return `${name}: ${asked}; ${stopWords[stopped]}`;
  const usd = saved.usd === null ? '' : `, about $${saved.usd.toFixed(4)} saved`;
  return `${name}: ${asked}; not asked: ${notAsked.join(', ')}, since ${stopWords[stopped]}${usd}`;
}

/** Why there was no debate, in words. */
const noDebate: Readonly<Record<DebateReason | 'off', string>> = {
  off: 'nobody had asked for one',
  split: 'the answers differed',
  agreed: 'the answers agreed',
  'too-few': 'too few had answered',
  deadline: 'the time was over',
  nobody: 'nobody could be asked again',
  unjudged: 'the answers could not be compared',
  limit: 'a limit had no room for it',
};
const effects: Readonly<Record<DeliberationEffect, string>> = {
  same: 'the outcome stayed',
  changed: 'another answer won',
  decided: 'it decided what had been open',
  undecided: 'it left open what had been decided',
};

/** What came of a debate that was asked for. */
export function sayDeliberation({ reason, rounds }: ShownDeliberation): string {
  const [round] = rounds;
  if (round === undefined) return `none, since ${noDebate[reason]}`;
  const changed = round.experts.filter((one) => one.changed).map(({ expert }) => expert);
  const failed = round.experts.filter(({ to }) => to === null).length;
  const usd = round.usd === null ? '' : ` for $${round.usd.toFixed(4)}`;
  const who = changed.length === 0 ? 'nobody changed its answer' : `${changed.join(', ')} changed the answer`;
  return `${round.experts.length} asked again${usd}: ${who}${failed === 0 ? '' : `, ${failed} gave no second one`}; ${effects[round.effect]}`;
}

/** What came of a ranking of the answers by their authors. */
export function sayRanking({ reason, ranked, order, withoutSelfVotes, usd, effect }: ShownPeerRanking): string {
  if (ranked.length === 0) return `none, since ${noDebate[reason]}`;
  const cost = usd === null ? '' : ` for $${usd.toFixed(4)}`;
  const given = ranked.filter((one) => one.order !== null).length;
  const [first] = order;
  const led = first === undefined ? '' : `, who put ${first.expert} first (${first.points.toFixed(2)})`;
  const votes = withoutSelfVotes === null ? '' : `; without self-votes: ${withoutSelfVotes}`;
  return `${given} of ${ranked.length} ranked the others${cost}${led}; ${effects[effect]}${votes}`;
}

/** Why no judge was asked, or no other one, in words. */
const noJudge: Readonly<Record<JudgeReason, string>> = {
  split: 'nothing was decided',
  decided: 'the answers decided',
  'too-few': 'too few had answered',
  deadline: 'the time was over',
  unjudged: 'it was not known whether the answers decided',
  limit: 'a limit had no room for it',
};

/** What came of a judge that circle or request name. Its reason is left to whoever shows it. */
export function sayJudge({ reason, expert, choice, asked, usd, effect }: ShownJudge): string {
  if (asked.length === 0) return `none asked, since ${noJudge[reason]}`;
  const cost = usd === null ? '' : ` for $${usd.toFixed(4)}`;
  const failed = asked.filter(({ error }) => error !== undefined).map((one) => `${one.expert} gave no word (${one.error?.type})`);
  const said =
    expert === null ? [] : [choice === null ? `${expert} found that no answer holds` : `${expert} chose the answer of ${choice}`];
  return `${[...failed, ...said].join(', ')}${cost}; ${effects[effect]}`;
}

/** What a strategy would have asked and decided, of so many who were asked. */
export function sayReplay({ strategy, asked, same, usd }: ShownReplay, all: number): string {
  const cost = usd === null ? '' : ` for $${usd.toFixed(4)}`;
  return `${strategy} would have asked ${asked.length} of ${all}${cost}, and ${same ? 'come to the same answer' : 'not come to this answer'}`;
}

function sayWeights(weights: Readonly<Record<string, number>> = {}): string {
  const heaviest = Object.entries(weights).sort(([, one], [, other]) => other - one);
  const shown = heaviest.slice(0, weightsShown).map(([expert, weight]) => `${expert} ${percent(weight)}`);
  const more = heaviest.length > weightsShown ? [`${heaviest.length - weightsShown} more`] : [];
  return shown.length === 0 ? '' : `: votes weigh ${[...shown, ...more].join(', ')}`;
}

/** What became of a webhook, and how its last attempt went. */
export function sayDelivery({ state, attempts, nextAttemptAt }: ShownDelivery): string {
  const last = attempts.at(-1);
  if (!last) return state;
  const made = `${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}, the last ${sayAttempt(last)}`;
  return nextAttemptAt === null ? `${state} (${made})` : `${state} (${made}, the next at ${nextAttemptAt})`;
}

function sayAttempt({ status, reason, proxyStatus }: ShownDelivery['attempts'][number]): string {
  return proxyStatus === undefined ? `${status ?? reason}` : `${reason} by the proxy on the way, which answered ${proxyStatus}`;
}

function listOf(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function wordFor(value: number, words: readonly (readonly [number, string])[]): string {
  return words.find(([bound]) => value >= bound)?.[1] ?? '';
}

const outcomes = {
  skipped: 'left out: the run before it had not ended',
  missed: 'missed: nothing was there to run it',
} as const;

/** What became of a time of a schedule, with the reason where it has one. */
export function scheduledTimeWords({
  outcome,
  status,
  reason,
}: Pick<ShownSchedule['times'][number], 'outcome' | 'status' | 'reason'>): string {
  if (outcome === 'skipped' || outcome === 'missed') return outcomes[outcome];
  const what = outcome === 'refused' ? 'refused' : (status?.replaceAll('-', ' ') ?? 'ran; the consultation is deleted');
  return reason === null ? what : `${what}: ${reason}`;
}

/** What the newest review of a schedule says, and what has changed since the one before. */
export function lastReviewWords({ verdict, findings, notReviewed, newFindings, goneFindings }: LastReview): string {
  const counts = Object.entries(findings).flatMap(([severity, count]) => (count === 0 ? [] : [`${count} ${severity}`]));
  const changed =
    newFindings === null || goneFindings === null ? [] : [`${newFindings} new and ${goneFindings} gone since the review before`];
  const unread = notReviewed === 0 ? [] : [`${notReviewed} not read whole`];
  const found = counts.length === 0 ? 'no findings' : counts.join(', ');
  return `${verdict ?? 'not decided'}: ${[found, ...changed, ...unread].join('; ')}`;
}

/** The limits in their order; the schema that lists them stays out of the browser. */
const limitNames: readonly LimitName[] = ['calls', 'tokens', 'usd'];

/** What a consultation was limited to, what it has used of that, and what was not done for it. */
export function sayLimits({ used, ended, ...limits }: ShownLimits): string {
  const each = limitNames.flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [`${sayAmount(name, used[name] ?? 0)} of ${sayAmount(name, limit)}`];
  });
  const kept = ended.map(({ by, what, experts }) => `${by} kept ${experts.join(', ')} from ${what === 'call' ? 'a call' : 'being asked'}`);
  return [each.join(', '), ...kept].join('; ');
}

function sayAmount(name: LimitName, amount: number): string {
  return name === 'usd' ? `$${amount.toFixed(4)}` : `${Math.ceil(amount)} ${name}`;
}
