/** First step of the state Conclude: freezes the opinions. What comes later is kept as late and never counted. */
import { closed, closeInput } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { closeRun } from '../../shared/steps/finish-run.ts';

/** Safe to repeat: a run that is closed stays as it was frozen. Throws `RunEnded` for a cancelled or ended run. */
export const close = defineFunction({
  name: 'close',
  input: closeInput,
  output: closed,
  async run({ consultationId }, ports: Pick<Ports, 'runs' | 'clock' | 'log'>) {
    const run = await closeRun(consultationId, ports);
    return { consultationId, endedBy: run.endedBy ?? 'deadline', answered: run.answered };
  },
});
