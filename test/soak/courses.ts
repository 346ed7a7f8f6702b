/**
 * Courses of a consultation that chance draws up, each through crashes, lost replies, duplicates, late messages, cancellations, clock steps and
 * lost workflows, on the real functions. Each must end once, with nothing counted or charged twice. The seed of a failure repeats it.
 */
import fc from 'fast-check';
import { messageOf } from '../../shared/errors.ts';
import { startEmulator } from '../emulated/emulator.ts';
import { fileCourses } from '../support/courses.ts';
import { tableCourses } from '../support/table-courses.ts';

type Store = 'sqlite' | 'dynamo';

/** Runs courses on each store; false if one did not end as it must. */
export async function soakCourses(options: {
  readonly runs: number;
  readonly seed: number;
  readonly stores: readonly Store[];
}): Promise<boolean> {
  let passed = true;
  for (const store of options.stores) passed = (await soak(store, options)) && passed;
  return passed;
}

async function soak(store: Store, { runs, seed }: { readonly runs: number; readonly seed: number }): Promise<boolean> {
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
    return true;
  } catch (error) {
    console.error(`${store}: ${messageOf(error)}`);
    return false;
  } finally {
    await emulator?.stop();
  }
}

/** Memory in use once what nobody holds is gone, where Node lets us say when that is (`--expose-gc`). */
function settledMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
