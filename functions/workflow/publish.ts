/** Last step of the state Conclude: makes the verdict of the frozen opinions and the core's weighing. */
import { published, publishInput } from '../../shared/contract/workflow.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';

/** Safe to repeat: the verdict is written once, and a second call reports the first one's status. */
export const publish = defineFunction({
  name: 'publish',
  input: publishInput,
  output: published,
  async run(
    { consultationId, weighing },
    ports: Pick<Ports, 'runs' | 'opinions' | 'verdicts' | 'reliability' | 'queue' | 'bus' | 'clock' | 'log'>,
  ) {
    return { consultationId, status: await publishVerdict(consultationId, weighing, ports) };
  },
});
