/** What each expert has voted, as the core read it. */
import type { Consultation } from '../contract/consultation.ts';
import type { Opinion } from '../contract/opinion.ts';
import { type ReviewAnswer, reviewAnswer } from '../contract/review.ts';

/** The vote that was counted for an expert; null where none was. */
export function voteOf(opinion: Opinion, ended: Pick<Consultation, 'verdict'>): ReviewAnswer | null {
  if (opinion.status !== 'answered') return null;
  return opinion.vote === undefined ? votedBefore(opinion, ended) : answerOf(opinion.vote);
}

/** Opinions that were stored before votes were: the verdict says who stood with it, and the last line of the others what they stood for. */
function votedBefore({ expert, answer = '' }: Opinion, { verdict }: Pick<Consultation, 'verdict'>): ReviewAnswer | null {
  return verdict !== null && stoodWith(expert, verdict) ? answerOf(verdict.answer ?? '') : lastLineOf(answer);
}

function stoodWith(expert: string, { clusters, dissent }: NonNullable<Consultation['verdict']>): boolean {
  const counted = clusters.some(({ experts, share }) => share > 0 && experts.includes(expert));
  return counted && !dissent.some((one) => one.expert === expert);
}

function lastLineOf(answer: string): ReviewAnswer | null {
  const [last = ''] = answer.trimEnd().slice(-200).split('\n').slice(-1);
  const [, word = ''] = /^[\s*_>#]{0,20}answer[\s*_]{0,9}:[\s*_`"']{0,9}([a-z]+)[\s.*_`"']{0,9}$/i.exec(last) ?? [];
  return answerOf(word);
}

function answerOf(words: string): ReviewAnswer | null {
  return reviewAnswer.safeParse(words.trim().toLowerCase()).data ?? null;
}
