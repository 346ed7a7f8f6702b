/** The emulators for all files of the project: the tests find them through the environment, as the AWS SDK does. */
import { startEmulators } from './emulators.ts';

/** Starts them; vitest calls what is returned at the end. */
export default async function setup(): Promise<() => Promise<void>> {
  const { environment, stop } = await startEmulators();
  Object.assign(process.env, environment);
  return stop;
}
