/** What the rules of a consultation have found, as those beside them are asked to judge it. */
import type { Seat } from '../../shared/contract/expert.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import type { Run } from '../../shared/contract/run.ts';
import { isReview } from '../../shared/domain/rule-task.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { judgedText } from '../../shared/review/judgements.ts';
import { fenceName } from '../../shared/review/question.ts';
import { weighRules } from '../../shared/review/weigh-rules.ts';
import type { AskPorts } from './call.ts';
import { persist } from './persist.ts';

/** The question as this seat is asked it: behind it stands, fenced, what the rules that are heard have found. */
export async function questionFor(run: Run, seat: Seat, ports: AskPorts, leftMs: () => number): Promise<string> {
  const { question, review, createdAt } = run;
  if (review === undefined || !isReview(run) || isRule(seat) || !run.seats.some(isRule)) return question;
  const { opinions } = await persist(() => ports.opinions.read(run.id), ports, { leftMs });
  try {
    const { raised } = weighRules({ review, createdAt, opinions });
    const judged = judgedText(raised, fenceName);
    return judged === undefined ? question : `${question}\n\n${judged}`;
  } catch (error) {
    // A schedule or a workflow by hand may bring a diff that is none: the question stands by itself.
    if (error instanceof InvalidInput) return question;
    throw error;
  }
}

function isRule({ provider }: Seat): boolean {
  return factsOf(provider).judge === 'rules';
}
