/** One emulator for all files of the ring: the tests find it through the environment, as the AWS SDK does. */
import { startEmulator } from './emulator.ts';

/** Starts it; vitest calls what is returned at the end. */
export default async function setup(): Promise<() => Promise<void>> {
  const { environment, stop } = await startEmulator();
  Object.assign(process.env, environment);
  return stop;
}
