/** What a verdict says: the answer, its conclusion first, or, where nothing is decided, what stands against each other. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Kind } from '../../../shared/contract/question.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { conclusionOf, positionsOf } from '../text/positions.ts';
import { Positions } from './positions.tsx';
import { Prose } from './prose.tsx';
import { Words } from './words.tsx';

export interface VerdictAnswerProps {
  readonly consultation: Consultation;
  readonly verdict: Verdict;
}

/** Characters up to which an answer is one word or few, and can be large. */
const briefMax = 60;

/** Kinds whose answers are literals, in which a star or an underscore is no emphasis, and which conclude nothing but themselves. */
const literal: readonly Kind[] = ['choice', 'short', 'ranking'];

export function Answer({ consultation: { kind, opinions }, verdict: { answer, pick } }: VerdictAnswerProps) {
  if (answer === null) return null;
  const conclusion = opinions.filter(({ expert }) => expert === pick && !literal.includes(kind)).map(conclusionOf)[0];
  const first = conclusion === answer ? undefined : conclusion;
  return (
    <div class="answer" data-brief={isBrief(answer)}>
      {first !== undefined && (
        <div class="conclusion">
          <Prose text={first} />
        </div>
      )}
      {literal.includes(kind) && !startsFormula.test(answer) ? <Words text={answer} /> : <Prose text={answer} headings={3} />}
    </div>
  );
}

/** Why this is not a decision. */
const shortfalls: Readonly<Record<string, string>> = {
  'no-quorum': 'Fewer experts answered than the quorum asks for, so this decides nothing.',
  'no-consensus': 'The answers do not single one out, so nothing is decided.',
};

export function Undecided({ consultation, verdict }: VerdictAnswerProps) {
  return (
    <div class="answer">
      <p class="none">{shortfalls[consultation.status] ?? 'Nothing is decided.'}</p>
      {verdict.undecided && <p class="none">Why: {verdict.undecided.why}.</p>}
      <Positions positions={positionsOf(consultation, verdict)} />
    </div>
  );
}

/** A formula that is the answer is read as the source that it is. */
const startsFormula = /^\s*(?:\$|\\[([])/;

/** A formula or code is not made large: it is read sign by sign. */
function isBrief(answer: string): boolean {
  return answer.length <= briefMax && !/[\n$\\`]/.test(answer);
}
