/** What has become known of a verdict's answer since, in words. */
import type { Feedback } from '../contract/feedback.ts';
import type { Verdict } from '../contract/verdict.ts';

type Said = Pick<Feedback, 'answer' | 'right' | 'by'>;

/** What feedback says of the answer of a verdict; undefined where there is none to judge. */
export function judge({ answer, right }: Said, verdict: Pick<Verdict, 'answer'>): 'right' | 'wrong' | undefined {
  if (right !== undefined) return right ? 'right' : 'wrong';
  if (answer === undefined || verdict.answer === null) return undefined;
  return plain(answer) === plain(verdict.answer) ? 'right' : 'wrong';
}

/** Feedback as a sentence, such as "wrong; right is: no (says Ada)". */
export function sayFeedback(feedback: Said, verdict: Pick<Verdict, 'answer'>): string {
  const judgement = judge(feedback, verdict);
  const known = feedback.answer === undefined || judgement === 'right' ? undefined : `right is: ${feedback.answer}`;
  const sentence = [judgement, known].filter((part) => part !== undefined).join('; ');
  return feedback.by === undefined ? sentence : `${sentence} (says ${feedback.by})`;
}

function plain(answer: string): string {
  return answer.trim().toLowerCase();
}
