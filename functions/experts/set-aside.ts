/** A message that could not be handled as often as it may be: its expert has failed, by name and at once. */
import type { SeatMessage } from '../../shared/contract/workflow.ts';
import { messageOf } from '../../shared/errors.ts';
import { goOn } from '../../shared/steps/go-on.ts';
import { seatOf } from './consult.ts';
import { spentBefore } from './interrupted.ts';
import { keepOpinion } from './keep-opinion.ts';
import type { MessageDelivery } from './message-delivery.ts';
import { saidBy } from './said-by.ts';
import type { WorkerPorts } from './worker-ports.ts';

/** Stores the opinion of the expert that nobody could ask. Where that is impossible too, only the log tells. */
export async function setAside(message: SeatMessage, error: unknown, delivery: MessageDelivery, ports: WorkerPorts): Promise<void> {
  const { consultationId, expert, round } = message;
  ports.log.error('MESSAGE_SET_ASIDE', { consultationId, expert, reason: messageOf(error) });
  // An alarm is nobody's answer: what it would have begun begins once the stage before is heard.
  if (message.stage !== undefined) return;
  try {
    const { run: asked, seat } = await seatOf(message, ports);
    const { attempts } = await ports.opinions.read(consultationId);
    const run = await keepOpinion(
      consultationId,
      {
        ...saidBy(seat, round),
        status: 'failed',
        error: {
          type: 'message-set-aside',
          message: 'the circle could not do its own part for this expert, and has given up; its log says why',
          retryable: true,
        },
        ...spentBefore(
          attempts.find((note) => note.expert === expert && note.round === round),
          asked,
        ),
        latencyMs: 0,
        receivedAt: ports.clock.now().toISOString(),
      },
      delivery,
      ports,
    );
    if (run.status === 'open') await goOn(run, ports);
  } catch (failure) {
    ports.log.error('FUNCTION_FAILED', { function: 'set-aside', consultationId, expert, reason: messageOf(failure) });
  }
}
