/** Learning from a verdict, and from what is known of its answer afterwards. */

import type { Feedback, NewFeedback } from '../contract/feedback.ts';
import type { Run } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import { isDebated } from '../domain/debate.ts';
import { makeFeedback, outcomeOf, outcomeOfFirst } from '../domain/feedback.ts';
import { keyOf } from '../domain/reliability.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/** Adds a verdict's update to the reliability of its experts, once. A lost update fails nothing: the job `relearn` makes up for it the next day. */
export async function learnFromVerdict(
  run: Run,
  weighing: Weighing,
  { reliability, log }: Pick<Ports, 'reliability' | 'log'>,
): Promise<void> {
  const learnt = weighing.reliability?.learnt ?? {};
  if (run.learning === 'off' || Object.keys(learnt).length === 0) return;
  try {
    if (await reliability.learn(keyOf(run), run.id, learnt)) log.info('LESSON_LEARNT', { consultationId: run.id });
  } catch (error) {
    log.warn('LESSON_LOST', { consultationId: run.id, reason: messageOf(error) });
  }
}

type LearnPorts = Pick<Ports, 'verdicts' | 'opinions' | 'feedback' | 'consensus' | 'clock' | 'log'>;

/** Stores feedback on an ended run with what it teaches; the same feedback again changes nothing. Returns what is stored. */
export async function learnFromFeedback(
  run: Run,
  body: NewFeedback,
  { verdicts, opinions, feedback: said, consensus, clock, log }: LearnPorts,
): Promise<Feedback> {
  const feedback = makeFeedback(run, await verdicts.get(run.id), body, clock.now());
  // The update is computed before anything is stored, so that both are stored together or not at all.
  const weighed = run.learning === 'off' ? undefined : await weighWith(feedback, run, { opinions, consensus });
  const stored = await said.save(keyOf(run), feedback, weighed?.reliability?.learnt ?? {});
  log.info('FEEDBACK_TAKEN', { consultationId: run.id });
  return stored;
}

/** What an outcome teaches of the first answers, by which experts are known; undefined where it says nothing of them. */
async function weighWith(
  feedback: Feedback,
  run: Run,
  { opinions, consensus }: Pick<LearnPorts, 'opinions' | 'consensus'>,
): Promise<Weighing | undefined> {
  if (!isDebated(run)) return consensus.weigh(run.id, outcomeOf(feedback));
  const outcome = outcomeOfFirst(outcomeOf(feedback), await opinions.read(run.id));
  return outcome && consensus.weigh(run.id, outcome, 'first');
}
