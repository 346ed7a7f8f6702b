/** Which experts are rules. */
import type { Knowledge } from '../contract/circle.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { kindOf } from '../contract/seated.ts';

/** Whether an expert judges by rules; one that there is not is none. */
export function isRuleExpert(expert: string, knowledge: Pick<Knowledge, 'experts' | 'providers'>): boolean {
  const kind = kindOf(expert, knowledge, knowledge.providers);
  return kind !== undefined && factsOf(kind).judge === 'rules';
}
