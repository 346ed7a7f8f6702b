/**
 * `npm run soak -- [--runs 10000] [--seed N] [--store sqlite|dynamo|both]`: courses of a consultation that chance draws up.
 * `npm run soak -- --hours N [--seed N] [--from REVISION]`: a month of a real server in little time; an hour is a month. With a revision of git
 * its code serves the first third, and the present code goes on over its data.
 */
import { parseArgs } from 'node:util';
import { soakCourses } from './courses.ts';
import { soakMonth } from './month.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    hours: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    store: { type: 'string', default: 'both' },
  },
});
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('seed', values.seed);
const stores = (['sqlite', 'dynamo'] as const).filter((store) => values.store === store || values.store === 'both');
if (stores.length === 0) fail(`--store ${values.store} is none of sqlite, dynamo and both`);

if (values.from !== undefined && values.hours === undefined) fail('--from needs --hours: only a month begins with earlier code');

const passed =
  values.hours === undefined
    ? await soakCourses({ runs: wholeNumber('runs', values.runs), seed, stores })
    : await soakMonth({ hours: hoursOf(values.hours), seed, from: values.from });
if (!passed) process.exitCode = 1;

function wholeNumber(name: string, text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : fail(`--${name} ${text} is no whole number`);
}

function hoursOf(text: string): number {
  const hours = Number(text);
  return hours > 0 && hours <= 1000 ? hours : fail(`--hours ${text} is no number of hours`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
