/**
 * `npm run soak -- [--runs 10000] [--seed N] [--store sqlite|dynamo|both]`: courses of a consultation that chance draws up, each through crashes, lost replies,
 * duplicates, late messages, cancellations, clock steps and lost workflows, on the real functions. Each must end once, with nothing counted or charged twice. The seed
 * of a failure repeats it.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { messageOf } from '../../shared/errors.ts';
import { startEmulator } from '../emulated/emulator.ts';
import { fileCourses } from '../support/courses.ts';
import { tableCourses } from '../support/table-courses.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' }, store: { type: 'string', default: 'both' } },
});
const runs = wholeNumber('runs', values.runs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('seed', values.seed);
const stores = values.store === 'both' ? ['sqlite', 'dynamo'] : [values.store];
if (stores.some((store) => store !== 'sqlite' && store !== 'dynamo')) fail(`--store ${values.store} is none of sqlite, dynamo and both`);

for (const store of stores) await soak(store);

async function soak(store: string): Promise<void> {
  const emulator = store === 'dynamo' ? await startEmulator() : undefined;
  Object.assign(process.env, emulator?.environment);
  const startedAt = performance.now();
  const before = settledMegabytes();
  console.log(`${store}: ${runs} courses, seed ${seed}`);
  try {
    const options = { numRuns: runs, seed };
    await (store === 'dynamo' ? fc.assert(tableCourses(), options) : fc.assert(fileCourses(), options));
    const minutes = (performance.now() - startedAt) / 60_000;
    console.log(`${store}: each ended once; ${minutes.toFixed(1)} minutes, memory grew by ${(settledMegabytes() - before).toFixed(0)} MB`);
  } catch (error) {
    console.error(`${store}: ${messageOf(error)}`);
    process.exitCode = 1;
  } finally {
    await emulator?.stop();
  }
}

/** Memory in use once what nobody holds is gone, where Node lets us say when that is (`--expose-gc`). */
function settledMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function wholeNumber(name: string, text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : fail(`--${name} ${text} is no whole number`);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
