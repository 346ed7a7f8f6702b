/** A consultation in words, for a terminal. */
import type { Consultation } from '../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../shared/contract/delivery.ts';
import type { Feedback } from '../../shared/contract/feedback.ts';
import { isOfJudge, isRanking, isSynthesis } from '../../shared/contract/judge-round.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import { judge, sayFeedback } from '../../shared/domain/feedback-words.ts';
import { oneLine, plainLines } from '../../shared/domain/plain-text.ts';
import { sayGrounds, saySynthesis } from '../../shared/domain/say-synthesis.ts';
import {
  sayAgreed,
  sayAgreement,
  sayClaims,
  sayConfidence,
  sayCoverage,
  sayDeliberation,
  sayDelivery,
  sayIndependence,
  sayJudge,
  sayLimits,
  sayPosition,
  sayPromise,
  sayRanking,
  sayRelation,
  sayReliability,
  sayReplaced,
  sayReplay,
  sayStability,
  sayStrategy,
  sayTruncated,
} from '../../shared/domain/words.ts';
import { paint as colors, paintProgress } from './output.ts';

type Claims = NonNullable<NonNullable<Consultation['verdict']>['claims']>;

/** Characters of a dissenting answer on its one line. */
const excerptLength = 100;
/** Columns of a label, so that the values stand one below the other. */
const labelWidth = 11;
/** Claims of a sort on the screen: the rest is for `--json`. */
const mostClaims = 5;

/** The whole result: answer, numbers, who agreed, who did not and why, and what has become known of the answer since. */
export function showConsultation(state: Consultation, feedback?: readonly Feedback[]): string {
  const { verdict, cost, timing } = state;
  const lines = headOf(state);
  lines.push(row('status', state.status, colorOf(state.status)), ...showFeedback(feedback, verdict));
  if (state.failure) lines.push(row('failure', `${state.failure.type}: ${state.failure.message}`));
  if (verdict) lines.push(...showVerdict(verdict, state.kind));
  const unknown = cost.unknown.length > 0 ? ` (not known for ${cost.unknown.join(', ')})` : '';
  lines.push(row('cost', `$${cost.usd.toFixed(4)}${unknown}`));
  if (timing.durationMs !== null)
    lines.push(row('time', `${(timing.durationMs / 1000).toFixed(2)} s${verdict ? `, ended by ${verdict.endedBy}` : ''}`));
  lines.push(row('id', state.id));
  return lines.join('\n');
}

/** The first line is the answer and nothing else but the notice of made-up ones: where nothing is decided it is empty. */
function headOf({ verdict, notice }: Consultation): string[] {
  const undecided = verdict !== null && verdict.answer === null;
  const answer = verdict?.answer ? [showAnswer(verdict.answer), ''] : [];
  return [...(undecided ? [''] : []), ...(notice ? [colors.yellow(oneLine(notice)), ''] : []), ...answer];
}

function showVerdict(verdict: NonNullable<Consultation['verdict']>, kind: Consultation['kind']): string[] {
  const { coverage, stability, independent, ranking, reliability } = verdict;
  const dissenting = new Set(verdict.dissent.map(({ expert }) => expert));
  const leading = verdict.clusters.find(({ experts }) => verdict.pick !== null && !experts.some((expert) => dissenting.has(expert)));
  const positions = verdict.positions ?? [];
  return [
    ...showBounds(verdict),
    ...positions.map((one) => row('position', `${sayPosition(one)}: ${excerpt(one.short ?? saying(one.answer, kind))}`)),
    ...(ranking ? [row('ranking', ranking.order.map((tied) => tied.join(' = ')).join(' > '))] : []),
    row('agreement', sayAgreement(verdict.agreement)),
    row('confidence', sayConfidence(verdict.confidence)),
    row('coverage', sayCoverage(coverage)),
    ...showFlaws(verdict),
    ...(leading ? [row('agreed', sayAgreed(leading.experts, coverage.answered))] : []),
    ...verdict.dissent.map(({ expert, answer, short, relation }) => {
      const how = relation ? ` ${sayRelation(relation)}` : '';
      return row('dissent', `${expert}${how}: ${excerpt(short ?? saying(answer, kind))}`);
    }),
    ...verdict.missing.map(({ expert, status, error }) => row('missing', `${expert} (${status}): ${error.message}`)),
    ...(stability ? [row('stability', sayStability(stability))] : []),
    ...(independent === null ? [] : [row('evidence', sayIndependence(independent, coverage.answered))]),
    ...showClaims(verdict.claims ?? []),
    ...showSynthesis(verdict.synthesis),
    ...(reliability ? [row('reliability', sayReliability(reliability))] : []),
    ...showAsking(verdict),
  ];
}

/** Why nothing is decided, and what became of a promise. */
function showBounds({ undecided, promise }: NonNullable<Consultation['verdict']>): string[] {
  return [...(undecided ? [row('undecided', undecided.why)] : []), ...(promise ? [row('promise', sayPromise(promise))] : [])];
}

/** Whom a strategy has asked and spared, or what other strategies would have; and what a debate has changed. */
function showAsking({
  replaced = [],
  strategy,
  deliberation,
  replays = [],
  coverage,
  limits,
}: NonNullable<Consultation['verdict']>): string[] {
  return [
    ...replaced.map((replacement) => row('replaced', sayReplaced(replacement))),
    ...(strategy ? [row('strategy', sayStrategy(strategy))] : []),
    ...showDeliberation(deliberation),
    ...(limits ? [row('limits', sayLimits(limits))] : []),
    ...replays.map((replay) => row('instead', sayReplay(replay, coverage.asked))),
  ];
}

/** A debate, where one was asked for, and a judge with its reason. */
function showDeliberation(deliberation: NonNullable<Consultation['verdict']>['deliberation']): string[] {
  if (deliberation === undefined) return [];
  const { reason, ranking, judge } = deliberation;
  return [
    ...(reason === 'off' ? [] : [row('debate', sayDeliberation(deliberation))]),
    ...(ranking ? [row('peers', sayRanking(ranking))] : []),
    ...(judge ? [row('judge', sayJudge(judge))] : []),
    ...(judge?.why ? [row('because', excerpt(judge.why))] : []),
  ];
}

/** A text beside the answer, sentence by sentence with what each rests on. */
function showSynthesis(synthesis: NonNullable<Consultation['verdict']>['synthesis']): string[] {
  if (synthesis === undefined) return [];
  const sentences = synthesis.sentences.map((one) => row('', `${one.text} (${sayGrounds(one)})`));
  return [row('synthesis', saySynthesis(synthesis)), ...sentences];
}

/** What several experts claim, and what experts contradict: the latter is what to look at before relying on the answer. */
function showClaims(claims: Claims): string[] {
  if (claims.length === 0) return [];
  const shared = claims.filter(({ supports, contradicts }) => supports.length > 1 && contradicts.length === 0);
  const disputed = claims.filter(({ contradicts }) => contradicts.length > 0);
  return [
    row('claims', sayClaims(claims.length, shared.length, disputed.length)),
    ...shared.slice(0, mostClaims).map(({ text, supports }) => row('shared', `${supports.join(', ')}: ${excerpt(text)}`)),
    ...disputed
      .slice(0, mostClaims)
      .map(({ text, supports, contradicts }) =>
        row('disputed', `${supports.join(', ')} against ${contradicts.join(', ')}: ${excerpt(text)}`),
      ),
  ];
}

/** The last feedback, which counts, and how many there are. */
function showFeedback(feedback: readonly Feedback[] = [], verdict: Consultation['verdict'] = null): string[] {
  const last = feedback.at(-1);
  if (!last || !verdict) return [];
  const said = `${excerpt(sayFeedback(last, verdict))}${last.note === undefined ? '' : `, ${excerpt(last.note)}`}`;
  const count = feedback.length === 1 ? '' : `; the last of ${feedback.length}`;
  const line = `${said} (${last.receivedAt.slice(0, 10)}${count})`;
  return [judge(last, verdict) === 'wrong' ? row('corrected', colors.yellow(line)) : row('feedback', line)];
}

/** A line for each webhook. */
export function showDeliveries(deliveries: readonly ShownDelivery[]): string[] {
  return deliveries.map((delivery) => row('webhook', `${delivery.url}: ${sayDelivery(delivery)}`));
}

function sayRound(opinion: Opinion): string {
  if (isSynthesis(opinion)) return 'asked to write the synthesis';
  if (isRanking(opinion)) return 'asked to rank';
  return isOfJudge(opinion) ? 'asked to judge' : 'asked again';
}

/** One line as an expert's answer lands. */
export function showOpinion(opinion: Opinion): string {
  const seconds = `${(opinion.latencyMs / 1000).toFixed(2)} s`;
  const said = opinion.error ? `${opinion.status}: ${opinion.error.message}` : opinion.status;
  const what = opinion.round === undefined ? said : `${sayRound(opinion)}: ${said}`;
  const mark = opinion.status === 'abstained' ? paintProgress.dim('–') : opinion.error ? paintProgress.red('✗') : paintProgress.green('✓');
  return `${mark} ${oneLine(opinion.expert)} ${paintProgress.dim(oneLine(`${what}, ${seconds}`))}`;
}

/** Columns, each as wide as its widest cell. */
export function showTable(given: readonly (readonly string[])[]): string {
  const rows = given.map((cells) => cells.map(oneLine));
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function row(label: string, value: string, color: (text: string) => string = String): string {
  return `${colors.dim(label.padEnd(labelWidth))} ${color(oneLine(value))}`;
}

/** An answer's own lines. None of them can pass for one of the rows below it. */
function showAnswer(answer: string): string {
  return plainLines(answer)
    .split('\n')
    .map((line) => line.replace(/^([a-z]{1,11})\s{2,}/, '$1 '))
    .join('\n');
}

/** The line that says most: a free text begins with what it is about, other answers come after their reasons. */
function saying(answer: string, kind: Consultation['kind']): string {
  const lines = answer.trim().split('\n');
  return (kind === 'text' || kind === 'auto' ? lines[0] : lines.at(-1)) ?? '';
}

function excerpt(words: string): string {
  const line = oneLine(words);
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
}

function colorOf(status: Consultation['status']): (text: string) => string {
  if (status === 'decided') return colors.green;
  return status === 'failed' ? colors.red : colors.yellow;
}

/** What kept experts from doing all that they might have done. */
function showFlaws({ slept, truncated }: NonNullable<Consultation['verdict']>): readonly string[] {
  return [
    ...(slept ? [row('slept', `${slept} s, in which the machine was asleep`, colors.yellow)] : []),
    ...(truncated ? [row('incomplete', sayTruncated(truncated), colors.yellow)] : []),
  ];
}
