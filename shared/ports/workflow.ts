/** The state machine. */
import type { StartInput } from '../contract/workflow.ts';

/** The state machine. */
export interface Workflow {
  /** Starts an execution; a second start under one name has no effect. */
  start(name: string, input: StartInput): Promise<void>;
  /** Gives a waiting state its result. `gone`: nobody waits for this token any more, which is no error. */
  finish(token: string, output: unknown): Promise<'released' | 'gone'>;
  /** Stops an execution if it runs. */
  stop(name: string): Promise<void>;
}
