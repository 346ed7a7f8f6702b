/** What each expert has voted, as the core read it. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { type ReviewAnswer, reviewAnswer } from '../../../shared/contract/review.ts';

/** The vote that was counted for an expert; null where none was. */
export function voteOf(opinion: Opinion, ended: Pick<Consultation, 'verdict'>): ReviewAnswer | null {
  if (opinion.status !== 'answered') return null;
  return opinion.vote === undefined ? votedBefore(opinion, ended) : answerOf(opinion.vote);
}

/** Opinions that were stored before votes were: the verdict says who stood with it, and the last line of the others what they stood for. */
function votedBefore({ expert, answer = '' }: Opinion, { verdict }: Pick<Consultation, 'verdict'>): ReviewAnswer | null {
  const counted = verdict?.clusters.some(({ experts, share }) => share > 0 && experts.includes(expert)) ?? false;
  const dissents = verdict?.dissent.some((dissent) => dissent.expert === expert) ?? false;
  if (counted && !dissents) return answerOf(verdict?.answer ?? '');
  const last = answer.trimEnd().slice(-200).split('\n').at(-1) ?? '';
  return answerOf(/^[\s*_>#]{0,20}answer[\s*_]{0,9}:[\s*_`"']{0,9}([a-z]+)[\s.*_`"']{0,9}$/i.exec(last)?.[1] ?? '');
}

function answerOf(words: string): ReviewAnswer | null {
  return reviewAnswer.safeParse(words.trim().toLowerCase()).data ?? null;
}
