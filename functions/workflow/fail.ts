/** State Fail: any state's error becomes one named failure on the run, so that nobody waits for it. */
import { failed, failInput } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { cloudBus, cloudOpinions, cloudQueue, cloudRuns, cloudVerdicts } from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';
import { failRun } from '../../shared/steps/finish-run.ts';

/** Characters of a cause that are kept: enough for a message, too few for a stack trace. */
const causeLength = 300;

/** A bare question that was never accepted has no run; its failure is then in the execution only. */
export const fail = defineFunction({
  name: 'fail',
  input: failInput,
  output: failed,
  async run({ execution, state }, ports: Pick<Ports, 'runs' | 'opinions' | 'verdicts' | 'queue' | 'bus' | 'clock' | 'log'>) {
    const consultationId = state.Payload?.consultationId ?? state.consultationId ?? execution;
    const type = state.error?.Error ?? 'Unknown';
    const run = await ports.runs.state(consultationId);
    if (!run) return { consultationId: null, failure: type };
    await failRun(run, { type, message: readCause(state.error?.Cause) }, ports);
    return { consultationId, failure: type };
  },
});

/** Step Functions wraps a function's error as JSON text with `errorMessage`. */
function readCause(cause: string | undefined): string {
  if (cause === undefined) return 'no cause was given';
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) return String(parsed.errorMessage).slice(0, causeLength);
  } catch {
    // Not JSON: the engine's own words, shown as they are.
  }
  return cause.slice(0, causeLength);
}

// called by Step Functions
export const handler = onAws(fail, [cloudBus, cloudOpinions, cloudQueue, cloudRuns, cloudVerdicts]);
