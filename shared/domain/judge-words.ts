/** What a verdict says of its judge: whether one was asked, what it said, and what that has cost. */
import { judgeReason, type ShownJudge } from '../contract/deliberation.ts';
import type { AttemptNote } from '../contract/opinion.ts';
import { judgesIn } from '../contract/question.ts';
import { opinionIn, type ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import { judgeRounds, wordOf } from './judge.ts';
import { usedInRound } from './round-cost.ts';
import { withoutUndefined } from './without-undefined.ts';

const notInTime = { type: 'not-in-time', message: 'no word of the judge before the end', retryable: true };

/** Undefined where nobody had named a judge. `isDecided` says that the answer is the one that it has chosen. */
export function judgeInWords(
  run: Run,
  read: ReadOpinions & { readonly attempts: readonly AttemptNote[] },
  isDecided: boolean,
): ShownJudge | undefined {
  if (judgesIn(run.deliberation).length === 0) return undefined;
  const rounds = judgeRounds(run);
  const word = wordOf(run, read);
  const asked = rounds.flatMap(({ round, at, experts }) => experts.map((expert) => ({ expert, round, at })));
  return {
    // Where it was not settled whether one is asked, the time was over.
    reason: judgeReason.parse(rounds.at(-1)?.reason ?? 'deadline'),
    expert: word?.expert ?? null,
    choice: word?.choice ?? null,
    why: word?.answer ?? null,
    effect: isDecided ? 'decided' : 'same',
    asked: asked.map(({ expert, round, at }) => {
      const opinion = opinionIn(read, { expert, round });
      const error = opinion?.status === 'answered' ? undefined : (opinion?.error ?? notInTime);
      return { expert, at, ...withoutUndefined({ error }) };
    }),
    ...usedInRound(asked, read),
  };
}
