/** What asking in stages and promises come to, on the developer halves: what `--part dev` prints beside what is decided. */
import { messageOf } from '../../shared/errors.ts';
import { measureEveryPromise, promiseBars, promiseBarTable, promiseTable } from './promise.ts';
import { barTable, measureStrategies, strategyTable } from './routing-report.ts';
import type { Folders } from './running-part.ts';
import type { Table } from './table.ts';
import type { Core } from './verdicts.ts';

/** Measures what there is data for, and says what is missing. */
export function measureAskingPart(core: Core, { data, routing }: Folders, say: (line: string) => void) {
  const strategies = measureStrategies(core, routing, data, say);
  for (const sentence of strategies.missing) say(sentence);
  const promises = there(say, () => measureEveryPromise(core, routing));
  const kept = promises && promiseBars(promises);
  const tables: readonly Table[] = [
    barTable(strategies.bars),
    strategyTable(strategies.rows),
    ...(promises && kept ? [promiseBarTable(kept), promiseTable(promises)] : []),
  ];
  const bars = [...strategies.bars.map(({ bar, reached }) => ({ name: bar, reached })), ...(kept ?? [])];
  return { tables, bars, strategies: strategies.rows, promises: promises ?? [] };
}

function there<Result>(say: (line: string) => void, measure: () => Result): Result | undefined {
  try {
    say('promises');
    return measure();
  } catch (error) {
    say(messageOf(error));
    return undefined;
  }
}
