/** What a verdict says of its judge: whether one was asked, what it said, and what that has cost. */
import { judgeReason, type ShownJudge } from '../contract/deliberation.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
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
  const asked = rounds.flatMap(({ round, at, experts }) => experts.map((expert) => ({ expert, round, at })));
  return {
    // Where it was not settled whether one is asked, the time was over.
    reason: judgeReason.parse(rounds.at(-1)?.reason ?? 'deadline'),
    ...saidBy(wordOf(run, read)),
    effect: isDecided ? 'decided' : 'same',
    asked: asked.map(({ at, ...one }) => ({ expert: one.expert, at, ...withoutUndefined({ error: errorOf(opinionIn(read, one)) }) })),
    ...usedInRound(asked, read),
  };
}

function saidBy(word: Opinion | undefined): Pick<ShownJudge, 'expert' | 'choice' | 'why'> {
  if (word === undefined) return { expert: null, choice: null, why: null };
  const { expert, choice = null, answer = null } = word;
  return { expert, choice, why: answer };
}

/** Why a judge has said nothing; undefined where it has. */
function errorOf(opinion: Opinion | undefined): Opinion['error'] {
  return opinion?.status === 'answered' ? undefined : (opinion?.error ?? notInTime);
}
