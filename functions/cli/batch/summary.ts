/** What has become of a batch, in words and as an exit code. */
import type { BatchResult } from '../../../shared/contract/batch.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';
import { failureInWords } from '../client.ts';
import type { BatchLine } from './lines.ts';
import type { RunOutcome } from './run-lines.ts';
import { dollars } from './show-progress.ts';

const count = (done: readonly BatchResult[], ...statuses: readonly BatchResult['status'][]) =>
  done.filter(({ status }) => statuses.includes(status)).length;

/** 130 interrupted, 1 something went wrong, 2 not all are decided, 0 all are. */
export function exitCode(done: readonly BatchResult[], { refused, unfinished, notAsked, stoppedBy }: RunOutcome): number {
  if (stoppedBy === 'interrupt') return 130;
  if (refused.length + unfinished.length + count(done, 'failed', 'cancelled') > 0) return 1;
  return notAsked.length + count(done, 'no-consensus', 'no-quorum') > 0 ? 2 : 0;
}

/** What did not end well, line by line, then the counts and the cost. */
export function summary(done: readonly BatchResult[], { refused, unfinished, notAsked, stoppedBy }: RunOutcome): string {
  const counts = [
    `${count(done, 'decided')} decided`,
    `${count(done, 'no-consensus', 'no-quorum')} without consensus`,
    `${count(done, 'failed', 'cancelled') + refused.length} failed`,
  ];
  return [
    ...refused.map(({ line, reason }) => oneLine(`line ${line.line}: ${reason}`)),
    ...(stoppedBy instanceof Error ? [oneLine(failureInWords(stoppedBy))] : []),
    ...(unfinished.length > 0 ? [`unfinished: ${linesOf(unfinished)}; run it again to take them up`] : []),
    ...(notAsked.length > 0 ? [`not asked${stoppedBy === 'budget' ? ', since the budget is used up' : ''}: ${linesOf(notAsked)}`] : []),
    `${counts.join(', ')} · ${dollars(sumOf(done))}${sayUnknown(done)}`,
  ].join('\n');
}

/** An unknown cost is no zero: the budget counts what each such line may cost at most. */
function sayUnknown(done: readonly BatchResult[]): string {
  const unknown = done.filter(({ costUnknown }) => costUnknown !== undefined).length;
  if (unknown === 0) return '';
  return `, and calls of ${unknown} ${unknown === 1 ? 'line' : 'lines'} whose cost is not known`;
}

/** Lines as ranges: `lines 3, 5-9`. */
function linesOf(lines: readonly BatchLine[]): string {
  const ranges: [number, number][] = [];
  for (const { line } of lines.toSorted((a, b) => a.line - b.line)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else ranges.push([line, line]);
  }
  return `${lines.length === 1 ? 'line' : 'lines'} ${ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')}`;
}

/** US dollars of all results. */
export function sumOf(done: readonly BatchResult[]): number {
  return done.reduce((sum, { costUsd }) => sum + costUsd, 0);
}
