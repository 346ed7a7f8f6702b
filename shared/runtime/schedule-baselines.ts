/** Reads what the baselines of scheduled reviews accept: at the start, as everything that `circles.yaml` names. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type BaselineEntry, sentBaseline } from '../contract/baseline.ts';
import type { CirclesFile } from '../contract/circle.ts';
import { InvalidConfiguration, messageOf } from '../errors.ts';
import { lineOf } from './yaml-file.ts';

/** Half of what a review holds: the other half is for the files. */
const mostBytes = 500_000;

/** The entries by schedule; undefined where no schedule has a baseline. Throws `InvalidConfiguration` with file, line and key. */
export function readBaselines(
  circlesPath: string,
  circlesText: string,
  { schedules }: Pick<CirclesFile, 'schedules'>,
): Readonly<Record<string, readonly BaselineEntry[]>> | undefined {
  const named = Object.entries(schedules).flatMap(([name, { review }]) =>
    review?.baseline === undefined ? [] : [[name, review.baseline]],
  );
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map(([name = '', path = '']) => {
      try {
        return [name, entriesOf(resolve(dirname(circlesPath), path))];
      } catch (cause) {
        const key = ['schedules', name, 'review', 'baseline'];
        const where = `${basename(circlesPath)}:${lineOf(circlesText, key)}: ${key.join('.')}`;
        throw new InvalidConfiguration(`${where}: ${path} is no baseline: ${messageOf(cause).slice(0, 300)}`, { cause });
      }
    }),
  );
}

function entriesOf(path: string): readonly BaselineEntry[] {
  const { size } = statSync(path);
  if (size > mostBytes) throw new RangeError(`it has ${size} bytes, and may have ${mostBytes}`);
  return sentBaseline.parse(JSON.parse(readFileSync(path, 'utf8'))).findings;
}
