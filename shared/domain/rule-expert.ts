/** Which experts are rules. */
import type { Knowledge } from '../contract/circle.ts';
import { reviewCircle } from '../contract/new-review.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { NewConsultation } from '../contract/question.ts';
import { kindOf } from '../contract/seated.ts';
import { ownEntry } from './own-entry.ts';

/** Whether an expert judges by rules; one that there is not is none. */
export function isRuleExpert(expert: string, knowledge: Pick<Knowledge, 'experts' | 'providers'>): boolean {
  const kind = kindOf(expert, knowledge, knowledge.providers);
  return kind !== undefined && factsOf(kind).judge === 'rules';
}

/** Whether nobody but rules would be asked for a review. What there is not is refused where the question is accepted. */
export function isByRulesAlone(
  { circle = reviewCircle, experts }: Pick<NewConsultation, 'circle' | 'experts'>,
  knowledge: Pick<Knowledge, 'circles' | 'experts' | 'providers'>,
): boolean {
  const named = experts ?? ownEntry(knowledge.circles, circle)?.experts ?? [];
  return named.length > 0 && named.every((expert) => isRuleExpert(expert, knowledge));
}
