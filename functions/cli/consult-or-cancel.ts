/** Asks and waits, with progress; who interrupts it cancels the consultation, so that nothing more is spent. */
import type { AskOptions, CircleClient } from '../../shared/client/client.ts';
import type { Consultation } from '../../shared/contract/consultation.ts';
import type { ConsultationEvent } from '../../shared/contract/event.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { oneLine } from '../../shared/domain/plain-text.ts';
import { messageOf } from '../../shared/errors.ts';
import { tell } from './output.ts';
import { sayWaiting } from './say-waiting.ts';
import { showOpinion } from './show.ts';

/** What ends a command before its time: the keyboard, a supervisor, a terminal that is closed. */
const interrupting = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds for the cancelling: whoever has pressed Ctrl-C waits no longer. */
const cancelPatienceMs = 4000;

/** Exit code of a command that was interrupted: 128 and the number of SIGINT. */
const interruptedCode = 130;

/** Before anything was asked, an interrupt ends the command at once. Returns how to take that back. */
export function exitWhenInterrupted(): () => void {
  const exit = () => process.exit(interruptedCode);
  for (const signal of interrupting) process.on(signal, exit);
  return () => {
    for (const signal of interrupting) process.off(signal, exit);
  };
}

/** The consultation as it has ended; `quiet` tells nothing of single opinions. Interrupted, it does not return: the process ends with code 130, at once if interrupted twice. */
export async function consultOrCancel(
  client: CircleClient,
  body: NewConsultation,
  { quiet = false, ...options }: Pick<AskOptions, 'idempotencyKey'> & { readonly quiet?: boolean } = {},
): Promise<Consultation> {
  let id: string | undefined;
  let interrupted = false;
  const cancel = async (accepted: string) => {
    const signal = AbortSignal.timeout(cancelPatienceMs);
    await client
      .cancel(accepted, { signal })
      .catch((error: unknown) => tell(oneLine(`not cancelled: ${messageOf(error)}; it is ${accepted}`)));
    process.exit(interruptedCode);
  };
  const interrupt = () => {
    if (interrupted) process.exit(interruptedCode);
    interrupted = true;
    tell('\ncancelling…');
    // A question that is on its way is cancelled as soon as it has been accepted. A server that does not answer is not waited for.
    if (id !== undefined) void cancel(id);
    else setTimeout(() => process.exit(interruptedCode), cancelPatienceMs);
  };
  const onAccepted = (accepted: string) => {
    id = accepted;
    if (interrupted) void cancel(accepted);
  };
  for (const signal of interrupting) process.on(signal, interrupt);
  const waiting = sayWaiting();
  try {
    const ended = await client.consult(body, {
      ...options,
      onAccepted,
      onEvent: (event) => {
        waiting.heard(event);
        if (!quiet) showProgress(event);
      },
    });
    // Its end may come before the answer to the cancelling, which ends the process.
    return interrupted ? await new Promise<never>(() => undefined) : ended;
  } catch (error) {
    if (interrupted && id === undefined) process.exit(interruptedCode);
    throw error;
  } finally {
    waiting.stop();
    for (const signal of interrupting) process.off(signal, interrupt);
  }
}

/** Tells of an event on the error stream, so that the result alone stands on the output. */
function showProgress(event: ConsultationEvent): void {
  if (event.type === 'opinion') tell(showOpinion(event.opinion));
  if (event.type === 'attempt') tell(oneLine(`… ${event.attempt.expert} will be asked again: ${event.attempt.error.message}`));
}
