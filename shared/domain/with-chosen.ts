/** A weighing whose answer others have chosen than its own rules, where those decide nothing. */
import type { Opinion } from '../contract/opinion.ts';
import type { ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import type { Weighing } from '../contract/verdict.ts';
import { statusOf } from './verdict.ts';

/** The weighing with the answer of the expert that was chosen; undefined without one, and where the answers decide by themselves, or are too few. */
export function withChosen(run: Run, weighing: Weighing, { opinions }: ReadOpinions, choice: string | undefined): Weighing | undefined {
  const chosen = opinions.find(({ expert, status }) => expert === choice && status === 'answered');
  if (chosen === undefined || statusOf(run, weighing) !== 'no-consensus') return undefined;
  const option = run.kind === 'choice' ? optionOf(run, chosen) : null;
  if (option === undefined) return undefined;
  return { ...withoutLead(weighing), ...ledBy(run.kind, chosen.expert, weighing), option, decided: true };
}

/** Nothing is known of how often such a choice is right, nor of what would become of the answer without one expert, nor of what leads by what was learnt. */
function withoutLead({ span: _span, reliability, ...rest }: Weighing): Weighing {
  return { ...rest, confidence: null, stability: null, ...(reliability && { reliability: { ...reliability, shadow: null } }) };
}

/** Whose words the answer is: of a short one the words that say it are known of one expert in each position. */
function ledBy(kind: Run['kind'], chosen: string, weighing: Weighing): Pick<Weighing, 'pick' | 'dissent' | 'span'> {
  const position = weighing.positions?.find(({ experts }) => experts.includes(chosen));
  const pick = kind === 'short' && position !== undefined ? position.pick : chosen;
  const span = position?.pick === pick ? position.span : undefined;
  return { pick, dissent: others(weighing, pick), ...(span && { span }) };
}

function optionOf({ options = [] }: Pick<Run, 'options'>, { vote }: Opinion): number | undefined {
  const at = options.indexOf(vote ?? '');
  return at < 0 ? undefined : at;
}

/** The answers that were not chosen. */
function others({ clusters, positions = [] }: Weighing, pick: string): Weighing['dissent'] {
  return clusters
    .filter(({ experts }) => !experts.includes(pick))
    .flatMap(({ experts }) => {
      const position = positions.find((one) => experts.includes(one.pick));
      const first = position?.pick ?? experts[0];
      return first === undefined ? [] : [{ experts, pick: first, ...(position?.span && { span: position.span }) }];
    });
}
