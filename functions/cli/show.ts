/** A consultation in words, for a terminal. */
import colors from 'picocolors';
import type { Consultation } from '../../shared/contract/consultation.ts';
import type { ShownDelivery } from '../../shared/contract/delivery.ts';
import type { Opinion } from '../../shared/contract/opinion.ts';
import {
  sayAgreed,
  sayAgreement,
  sayClaims,
  sayConfidence,
  sayDelivery,
  sayIndependence,
  sayRelation,
  sayReliability,
  sayStability,
} from '../../shared/domain/words.ts';

type Claims = NonNullable<NonNullable<Consultation['verdict']>['claims']>;

/** Characters of a dissenting answer on its one line. */
const excerptLength = 100;
/** Claims of a sort on the screen: the rest is for `--json`. */
const mostClaims = 5;

/** The whole result: answer, numbers, who agreed, who did not and why. */
export function showConsultation(state: Consultation): string {
  const { verdict, cost, timing } = state;
  const lines: string[] = [];
  if (state.notice) lines.push(colors.yellow(state.notice), '');
  if (verdict?.answer) lines.push(verdict.answer, '');
  lines.push(row('status', colorStatus(state.status)));
  if (state.failure) lines.push(row('failure', `${state.failure.type}: ${state.failure.message}`));
  if (verdict) lines.push(...showVerdict(verdict, state.kind));
  const unknown = cost.unknown.length > 0 ? ` (not known for ${cost.unknown.join(', ')})` : '';
  lines.push(row('cost', `$${cost.usd.toFixed(4)}${unknown}`));
  if (timing.durationMs !== null)
    lines.push(row('time', `${(timing.durationMs / 1000).toFixed(2)} s${verdict ? `, ended by ${verdict.endedBy}` : ''}`));
  lines.push(row('id', state.id));
  return lines.join('\n');
}

function showVerdict(verdict: NonNullable<Consultation['verdict']>, kind: Consultation['kind']): string[] {
  const { coverage, stability, independent, ranking, reliability } = verdict;
  const dissenting = new Set(verdict.dissent.map(({ expert }) => expert));
  const leading = verdict.clusters.find(({ experts }) => verdict.pick !== null && !experts.some((expert) => dissenting.has(expert)));
  return [
    ...(ranking ? [row('ranking', ranking.order.map((tied) => tied.join(' = ')).join(' > '))] : []),
    row('agreement', sayAgreement(verdict.agreement)),
    row('confidence', sayConfidence(verdict.confidence)),
    row(
      'coverage',
      `${coverage.answered} of ${coverage.asked} experts answered, ${coverage.families} ${coverage.families === 1 ? 'family' : 'families'}`,
    ),
    ...(leading ? [row('agreed', sayAgreed(leading.experts, coverage.answered))] : []),
    ...verdict.dissent.map(({ expert, answer, short, relation }) => {
      const how = relation ? ` ${sayRelation(relation)}` : '';
      return row('dissent', `${expert}${how}: ${excerpt(short ?? saying(answer, kind))}`);
    }),
    ...verdict.missing.map(({ expert, status, error }) => row('missing', `${expert} (${status}): ${error.message}`)),
    ...(stability ? [row('stability', sayStability(stability))] : []),
    ...(independent === null ? [] : [row('evidence', sayIndependence(independent, coverage.answered))]),
    ...showClaims(verdict.claims ?? []),
    ...(reliability ? [row('reliability', sayReliability(reliability))] : []),
  ];
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

/** A line for each webhook. */
export function showDeliveries(deliveries: readonly ShownDelivery[]): string[] {
  return deliveries.map((delivery) => row('webhook', `${delivery.url}: ${sayDelivery(delivery)}`));
}

/** One line as an expert's answer lands. */
export function showOpinion(opinion: Opinion): string {
  const seconds = `${(opinion.latencyMs / 1000).toFixed(2)} s`;
  const what = opinion.error ? `${opinion.status}: ${opinion.error.message}` : opinion.status;
  return `${opinion.error ? colors.red('✗') : colors.green('✓')} ${opinion.expert} ${colors.dim(`${what}, ${seconds}`)}`;
}

/** Columns, each as wide as its widest cell. */
export function showTable(rows: readonly (readonly string[])[]): string {
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

function row(label: string, value: string): string {
  return `${colors.dim(label.padEnd(11))} ${value}`;
}

/** The line that says most: a free text begins with what it is about, other answers come after their reasons. */
function saying(answer: string, kind: Consultation['kind']): string {
  const lines = answer.trim().split('\n');
  return (kind === 'text' || kind === 'auto' ? lines[0] : lines.at(-1)) ?? '';
}

function excerpt(words: string): string {
  const line = words.trim().replaceAll(/\s+/g, ' ');
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
}

function colorStatus(status: Consultation['status']): string {
  if (status === 'decided') return colors.green(status);
  return status === 'failed' ? colors.red(status) : colors.yellow(status);
}
