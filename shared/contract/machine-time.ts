/** The time of a machine since it was started: nobody sets it, and it goes on between two processes. */
import * as z from 'zod';

/** A moment of it. Two moments are compared only where they are of the same start. */
export const machineTime = z.strictObject({
  /** Which start of which machine. */
  boot: z.string().min(1),
  /** Milliseconds since then, in which the machine may have slept. */
  ms: z.int().min(0),
});
export type MachineTime = z.infer<typeof machineTime>;

/** Milliseconds from one moment to a later one; undefined where they cannot be compared. */
export function between(earlier: MachineTime | undefined, later: MachineTime | undefined): number | undefined {
  if (earlier === undefined || later === undefined || earlier.boot !== later.boot || later.ms < earlier.ms) return undefined;
  return later.ms - earlier.ms;
}
