/** Asks and waits, with progress; who interrupts it cancels the consultation, so that nothing more is spent. */
import type { CircleClient } from '../../shared/client/client.ts';
import type { Consultation } from '../../shared/contract/consultation.ts';
import type { ConsultationEvent } from '../../shared/contract/event.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { messageOf } from '../../shared/errors.ts';
import { showOpinion } from './show.ts';

/** Exit code of a command that was interrupted: 128 and the number of SIGINT. */
const interruptedCode = 130;

/** The consultation as it has ended. Interrupted, it does not return: the process ends with code 130, at once if interrupted twice. */
export async function consultOrCancel(client: CircleClient, body: NewConsultation): Promise<Consultation> {
  let id: string | undefined;
  let interrupted = false;
  const cancel = async (accepted: string) => {
    await client.cancel(accepted).catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`));
    process.exit(interruptedCode);
  };
  const interrupt = () => {
    if (interrupted) process.exit(interruptedCode);
    interrupted = true;
    process.stderr.write('\ncancelling…\n');
    // A question that is on its way is cancelled as soon as it has been accepted.
    if (id !== undefined) void cancel(id);
  };
  const onAccepted = (accepted: string) => {
    id = accepted;
    if (interrupted) void cancel(accepted);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const ended = await client.consult(body, { onAccepted, onEvent: showProgress });
    // Its end may come before the answer to the cancelling, which ends the process.
    return interrupted ? await new Promise<never>(() => undefined) : ended;
  } catch (error) {
    if (interrupted && id === undefined) process.exit(interruptedCode);
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** Tells of an event on the error stream, so that the result alone stands on the output. */
function showProgress(event: ConsultationEvent): void {
  if (event.type === 'opinion') process.stderr.write(`${showOpinion(event.opinion)}\n`);
  if (event.type === 'attempt') process.stderr.write(`… ${event.attempt.expert} will be asked again: ${event.attempt.error.message}\n`);
}
