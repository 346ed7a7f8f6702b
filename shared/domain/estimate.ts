/** What a run would use: what is likely, and the most that it can be. Pure; what earlier consultations have taken is given. */
import type { Knowledge } from '../contract/circle.ts';
import type { Estimate, FigureBasis } from '../contract/estimate.ts';
import type { Seat } from '../contract/expert.ts';
import type { WorstCall } from '../contract/limits.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Run } from '../contract/run.ts';
import { costOf, likelyOutputTokens, likelyTokensOf, type Prices, priceOf, type Reading, worstCallOf } from './budget.ts';
import { worstAgain } from './debate.ts';
import { worstOfJudges } from './judge.ts';
import { leastAnswers } from './least-answers.ts';
import { grantCalls, limitLacking, limitsOf, limitsSet } from './limits.ts';
import { worstOfRanking } from './peer-ranking.ts';
import { readingOf } from './reading-of.ts';
import { maxAttempts } from './retry.ts';
import type { Plan } from './strategy.ts';
import { worstOfWriter } from './synthesis.ts';
import { withoutUndefined } from './without-undefined.ts';

/** What earlier consultations of the circle have taken. */
export interface PastFigures {
  readonly consultations: number;
  /** Of experts who have answered: seconds (the median) and written tokens (the mean). */
  readonly experts: Readonly<Record<string, { readonly seconds: number; readonly outputTokens?: number | undefined }>>;
  /** Part of the experts that the strategy has asked, where it is known. */
  readonly asked: number | undefined;
}

/** Seconds of a call before its first word, and tokens that a model writes in one. */
const secondsToBegin = 2;
const tokensPerSecond = 50;
/** Seconds that rules take. */
const secondsOfRules = 2;
/** How likely each further stage is asked where nothing is stored. */
const chanceOfNext = 0.5;

type Expert = Estimate['experts'][number];

/** Estimates a run; `plan` is by the places of its seats. A debate counts in the worst case alone: how likely one is nobody knows. */
export function estimateRun(run: Run, plan: Plan, reading: Reading, past: PastFigures, knowledge: Knowledge): Estimate {
  const worst = run.seats.map((seat) => worstCallOf(seat, reading, knowledge));
  const again = worstAgain(run.deliberation, run.seats, reading, knowledge);
  const ranks = worstOfRanking(run.deliberation, run.seats, reading, knowledge);
  const chances = chancesOf(run, plan, worst, past);
  const experts = run.seats.map((seat, place): Expert => {
    const stage = plan.findIndex((places) => places.includes(place)) + 1;
    const call = worst[place] ?? { calls: 0, tokens: 0, usd: 0 };
    return {
      expert: seat.expert,
      stage,
      chance: chances[place] ?? 0,
      ...figuresOf(run, seat, { call, again: together(again?.[place], ranks?.[place]) }, reading, past, knowledge),
    };
  });
  const judges = judgesOf(run, plan.length + 1, reading, past, knowledge);
  const writer = writerOf(run, plan.length + 1, reading, past, knowledge);
  const asked = [...experts, ...spareOf(run, past, knowledge), ...judges, ...writer];
  const unpriced = asked.flatMap(({ expert, usd }) => (usd.worst === null ? [expert] : []));
  const staged = plan.length > 1;
  return {
    circle: run.circle,
    ...sums(run, asked, plan),
    experts: asked,
    ...withoutUndefined({ limits: run.limits && limitsOf(run.limits) }),
    basis: {
      calls: staged ? (past.asked === undefined ? 'assumed' : 'stored') : 'certain',
      consultations: past.consultations,
      pricesAsOf: knowledge.prices.asOf,
      unpriced,
      assumed: assumptions(run, experts, staged && past.asked === undefined),
    },
  };
}

/** Those who may sit in the place of an expert that fails: how likely that is nobody knows, and at the worst all of them are asked. */
function spareOf(run: Run, past: PastFigures, knowledge: Knowledge): readonly Expert[] {
  const { seats, standIns = [], deliberation } = run;
  if (standIns.length === 0) return [];
  const reading = readingOf(run, [...seats, ...standIns], knowledge);
  const again = worstAgain(deliberation, standIns, reading, knowledge, seats.length);
  const ranks = worstOfRanking(deliberation, standIns, reading, knowledge, seats.length);
  return standIns.map((seat, at) => {
    const calls = { call: worstCallOf(seat, reading, knowledge), again: together(again?.[at], ranks?.[at]) };
    return { expert: seat.expert, stage: 1, chance: 0, standIn: at + 1, ...figuresOf(run, seat, calls, reading, past, knowledge) };
  });
}

/** How likely each seat is asked: who sits in the first stage surely, unless no limit has room; the others as often as it was before. */
function chancesOf({ seats, limits, ...counts }: Run, plan: Plan, worst: readonly WorstCall[], past: PastFigures): readonly number[] {
  const chances = seats.map(() => 0);
  const left = limits ? limitsOf(limits) : {};
  const needed = leastAnswers(counts);
  let expected = past.asked === undefined ? undefined : past.asked * seats.length;
  for (const [stage, places] of plan.entries()) {
    const later = plan.slice(stage + 1).flat();
    const of = (list: readonly number[]) => list.flatMap((place) => worst[place] ?? []);
    const grants = grantCalls({ now: of(places), later: of(later), left, needed });
    // What is stored says how many are asked in all, the first ones of the plan being asked first.
    const part = expected === undefined ? chanceOfNext ** stage : Math.min(1, Math.max(0, expected / places.length));
    places.forEach((place, at) => {
      const grant = grants[at];
      chances[place] = grant !== undefined && 'lacks' in grant ? 0 : stage === 0 ? 1 : part;
    });
    expected = expected === undefined ? undefined : expected - places.length;
  }
  return chances;
}

const none: WorstCall = { calls: 0, tokens: 0, usd: 0 };

/** What two rounds beyond the first one can use together. */
function together(one: WorstCall = none, other: WorstCall = none): WorstCall {
  return { calls: one.calls + other.calls, tokens: one.tokens + other.tokens, usd: plus(one.usd, other.usd) };
}

/** Judges count in the worst case alone, like a debate, and stand behind the last stage. */
function judgesOf({ judges = [], ...run }: Run, stage: number, reading: Reading, past: PastFigures, knowledge: Knowledge): Expert[] {
  const worst = worstOfJudges(judges, run.seats, reading, knowledge) ?? [];
  return judges.map((judge, at) => {
    const figures = figuresOf(run, judge, { call: worst[at] ?? none, again: none }, reading, past, knowledge);
    return { expert: judge.expert, role: 'judge', stage, chance: 0, ...figures };
  });
}

/** Of a question that is answered by texts a synthesis is written nearly always; it counts as one that is. */
function writerOf({ writer, ...run }: Run, stage: number, reading: Reading, past: PastFigures, knowledge: Knowledge): Expert[] {
  const call = worstOfWriter(writer, run.seats.length, reading, knowledge);
  if (writer === undefined || call === undefined) return [];
  const chance = run.limits && limitLacking(limitsOf(run.limits), call) !== undefined ? 0 : 1;
  const figures = figuresOf(run, writer, { call, again: none }, { ...reading, images: 0 }, past, knowledge);
  return [{ expert: writer.expert, role: 'writer', stage, chance, ...figures }];
}

/** `again` is the worst case of what it is asked beyond the first round. */
function figuresOf(
  run: Run,
  seat: Seat,
  { call, again }: { readonly call: WorstCall; readonly again: WorstCall },
  reading: Reading,
  past: PastFigures,
  prices: Prices,
) {
  const before = past.experts[seat.expert];
  const used = likelyUse(seat, call, reading, before?.outputTokens, prices);
  const most = Math.min(run.deadlineSeconds, seat.timeoutSeconds);
  const seconds = Math.min(most, before?.seconds ?? assumedSeconds(seat, used.outputTokens, run.deadlineSeconds));
  const basis: FigureBasis = before === undefined || (call.calls > 0 && before.outputTokens === undefined) ? 'assumed' : 'stored';
  return {
    calls: { likely: call.calls, worst: (call.calls + again.calls) * maxAttempts },
    tokens: { likely: used.tokens, worst: (call.tokens + again.tokens) * maxAttempts },
    usd: {
      likely: atMost(used.usd, call.usd),
      worst: call.usd === null || again.usd === null ? null : (call.usd + again.usd) * maxAttempts,
    },
    seconds: { likely: seconds, worst: most },
    basis,
  };
}

/** What a call uses as it usually is; nothing where no model is called. */
function likelyUse(seat: Seat, call: WorstCall, { promptBytes, images }: Reading, written: number | undefined, prices: Prices) {
  const outputTokens = Math.min(written ?? likelyOutputTokens, seat.maxOutputTokens);
  if (call.calls === 0) return { outputTokens, tokens: 0, usd: 0 };
  const inputTokens = likelyTokensOf(promptBytes, images);
  const tokens = Math.round(Math.min(call.tokens, inputTokens + outputTokens));
  return { outputTokens, tokens, usd: costOf({ inputTokens, outputTokens }, priceOf(seat, prices)) };
}

function atMost(usd: number | null, most: number | null): number | null {
  return usd === null || most === null ? null : Math.min(usd, most);
}

/** A person takes the time that there is. */
function assumedSeconds({ provider }: Seat, outputTokens: number, deadlineSeconds: number): number {
  const { judge } = factsOf(provider);
  if (judge === 'person') return deadlineSeconds;
  return judge === 'model' ? secondsToBegin + outputTokens / tokensPerSecond : secondsOfRules;
}

/** The worst of all rounds is every seat called as often as it may be, within the limits. */
function sums(
  { limits, deadlineSeconds }: Run,
  experts: readonly Expert[],
  plan: Plan,
): Pick<Estimate, 'calls' | 'tokens' | 'usd' | 'seconds'> {
  const most = limits ? limitsOf(limits) : {};
  // Under a limit of dollars nobody is called whose price is not known.
  const called = most.usd === undefined ? experts : experts.filter(({ usd }) => usd.worst !== null);
  const within = (amount: number, limit = Number.POSITIVE_INFINITY) => Math.min(amount, limit);
  const add = (of: (expert: Expert) => number) => called.reduce((sum, expert) => sum + of(expert), 0);
  const addUsd = (of: (expert: Expert) => number | null) => called.reduce<number | null>((sum, expert) => plus(sum, of(expert)), 0);
  const calls = within(
    add(({ calls: one }) => one.worst),
    most.calls,
  );
  const tokens = within(
    add(({ tokens: one }) => one.worst),
    most.tokens,
  );
  const worstUsd = addUsd(({ usd }) => usd.worst);
  const usd = worstUsd === null ? null : within(cents(worstUsd), most.usd);
  const likelyUsd = addUsd(({ usd: one, chance }) => (chance === 0 ? 0 : one.likely === null ? null : one.likely * chance));
  return {
    calls: { likely: within(rounded(add(({ calls: one, chance }) => one.likely * chance)), calls), worst: calls },
    tokens: { likely: within(Math.round(add(({ tokens: one, chance }) => one.likely * chance)), tokens), worst: tokens },
    usd: { likely: likelyUsd === null ? null : within(cents(likelyUsd), usd ?? undefined), worst: usd },
    seconds: { likely: rounded(within(secondsOf(experts, plan) + secondsToWrite(experts), deadlineSeconds)), worst: deadlineSeconds },
  };
}

/** A stage takes as long as its slowest expert, and is asked as likely as any of its experts is. */
function secondsOf(experts: readonly Expert[], plan: Plan): number {
  const stages = plan.map((places) => places.flatMap((place) => experts[place] ?? []).filter(({ chance }) => chance > 0));
  return stages.reduce((sum, stage) => {
    const chance = Math.max(0, ...stage.map((expert) => expert.chance));
    return sum + chance * Math.max(0, ...stage.map(({ seconds }) => seconds.likely));
  }, 0);
}

/** A synthesis is written once everybody else is heard. */
function secondsToWrite(experts: readonly Expert[]): number {
  return experts.reduce((sum, { role, chance, seconds }) => (role === 'writer' ? sum + chance * seconds.likely : sum), 0);
}

function assumptions(run: Run, experts: readonly Expert[], stagesAssumed: boolean): string[] {
  const guessed = experts.filter(({ basis, expert }) => basis === 'assumed' && isModel(run, expert)).map(({ expert }) => expert);
  const people = run.seats.some(({ provider }) => factsOf(provider).judge === 'person');
  return [
    ...(guessed.length === 0
      ? []
      : [
          `${guessed.join(', ')}: ${likelyOutputTokens} tokens an answer, ${secondsToBegin} s and a second for each ${tokensPerSecond} tokens`,
        ]),
    ...(stagesAssumed ? [`each stage after the first is asked in half of the consultations`] : []),
    ...unlikely(run),
    ...(people ? ['people take the time that there is'] : []),
    ...(run.limits !== undefined && limitsSet(run.limits).includes('calls')
      ? []
      : [`the worst is ${maxAttempts} calls of each expert; calls that a busy provider turns away come on top and cost nothing`]),
  ];
}

/** What the worst counts, and likely figures do not: how often it happens nobody knows. */
function unlikely({ deliberation, judges, writer, kind, standIns }: Run): readonly string[] {
  return [
    ...(deliberation?.debate ? ['no debate is held; the worst counts one'] : []),
    ...(deliberation?.ranking ? ['nobody ranks the answers of others; the worst counts one ranking'] : []),
    ...(judges ? ['no judge is asked; the worst counts all of them'] : []),
    ...(writer && kind === 'auto' ? ['the answers are texts, so that a synthesis is written'] : []),
    ...(standIns ? ['nobody is replaced; the worst counts every candidate that may take a seat'] : []),
  ];
}

function isModel({ seats }: Run, expert: string): boolean {
  const seat = seats.find((one) => one.expert === expert);
  return seat !== undefined && ['model', 'script'].includes(factsOf(seat.provider).judge);
}

function plus(sum: number | null, usd: number | null): number | null {
  return sum === null || usd === null ? null : sum + usd;
}

/** Hundredths of calls and seconds. */
function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** Sums of prices, without their noise. */
function cents(usd: number): number {
  return Math.round(usd * 1e8) / 1e8;
}
