/** The state machine file with this process's functions behind its states. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../../functions/workflow/ask.ts';
import { conclude } from '../../functions/workflow/conclude.ts';
import { fail } from '../../functions/workflow/fail.ts';
import { prepare } from '../../functions/workflow/prepare.ts';
import { type AslWorkflow, aslWorkflow, type TaskHandler } from '../../shared/adapters/local/asl-workflow.ts';
import { concludeInput } from '../../shared/contract/workflow.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { waitAfterSleep } from './after-sleep.ts';

/** The one definition, also deployed. */
const definition = JSON.parse(readFileSync(join(import.meta.dirname, '../consultation.asl.json'), 'utf8'));

/** Opens the workflow; `ports` is called when a state runs, since the ports hold the workflow itself. */
export function runWorkflow(ports: () => Ports): AslWorkflow {
  const handlers: Record<string, TaskHandler> = {
    Prepare: (payload) => callFunction(prepare, ports(), payload),
    Ask: (payload) => callFunction(ask, ports(), payload),
    Conclude: async (payload) => {
      await waitAfterSleep(concludeInput.parse(payload).consultationId, ports());
      return callFunction(conclude, ports(), payload);
    },
    Fail: (payload) => callFunction(fail, ports(), payload),
  };
  const onEnd = (name: string, error: unknown) => {
    if (error) ports().log.warn('FUNCTION_FAILED', { function: 'workflow', execution: name, reason: messageOf(error) });
  };
  return aslWorkflow({ definition, handlers, onEnd });
}
