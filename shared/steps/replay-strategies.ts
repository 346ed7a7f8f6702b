/** Replays what asking in stages would have done with the answers of a consultation in which everybody was asked. */
import type { Opinion } from '../contract/opinion.ts';
import type { Run } from '../contract/run.ts';
import type { ShownReplay } from '../contract/strategy.ts';
import type { Weighing } from '../contract/verdict.ts';
import { groupsOf, replayables, replaysInWords } from '../domain/strategy-words.ts';
import { statusOf } from '../domain/verdict.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/** Answers that a replay needs: of fewer nobody could have been spared. */
const leastAnswers = 2;

/** One request to the core for all strategies together. A verdict does without where it fails. */
export async function replayStrategies(
  run: Run,
  weighing: Weighing,
  opinions: readonly Opinion[],
  { consensus, knowledge, log }: Pick<Ports, 'consensus' | 'knowledge' | 'log'>,
): Promise<ShownReplay[]> {
  const replays = run.answered < leastAnswers ? [] : replayables(run, weighing.reliability?.estimates ?? {}, knowledge);
  if (replays.length === 0) return [];
  try {
    const judged = await consensus.judge(run.id, groupsOf(run, replays));
    // Where nothing is decided the core may still name whose words come first; the verdict has no answer then.
    const pick = statusOf(run, weighing) === 'decided' ? weighing.pick : null;
    return replaysInWords(run, { ...weighing, pick }, opinions, replays, judged);
  } catch (error) {
    log.warn('REPLAY_FAILED', { consultationId: run.id, reason: messageOf(error) });
    return [];
  }
}
