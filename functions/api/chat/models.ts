/** Circles and experts as models of OpenAI's API: `circle/default` or `circle-default`, `expert/claude` or `expert-claude`. */
import type { ShownModel } from '../../../shared/contract/chat.ts';
import type { Knowledge } from '../../../shared/contract/circle.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { ownEntry } from '../../../shared/domain/own-entry.ts';
import { defaultCircle } from '../../../shared/domain/pick-circle.ts';
import { resolveSeat } from '../../../shared/domain/resolve-seat.ts';
import { NotFound } from '../../../shared/errors.ts';

/** Every model, circles first; `created` is in Unix seconds. */
export function listModels(knowledge: Knowledge, created: number): ShownModel[] {
  const model = (id: string, owner: string): ShownModel => ({ id, object: 'model', created, owned_by: owner });
  return [
    ...Object.keys(knowledge.circles).map((circle) => model(`circle/${circle}`, 'circle-of-experts')),
    // Many clients take what stands before a slash for the name of a provider.
    ...Object.keys(knowledge.circles).map((circle) => model(`circle-${circle}`, 'circle-of-experts')),
    ...Object.keys(knowledge.experts).map((expert) => model(`expert/${expert}`, resolveSeat(expert, knowledge).family)),
  ];
}

/** Who is asked under a model's name. Throws `NotFound`. */
export function panelOfModel(
  model: string,
  { circles, experts }: Pick<Knowledge, 'circles' | 'experts'>,
): Pick<NewConsultation, 'circle' | 'experts'> {
  const [, kind, name = ''] = /^(circle|expert)[/-](.*)$/.exec(model) ?? [];
  if (kind === 'expert' && ownEntry(experts, name)) return { experts: [name] };
  // Not named, the default circle gives way to the demo where nobody real can be asked.
  if (kind === 'circle' && ownEntry(circles, name)) return name === defaultCircle ? {} : { circle: name };
  throw new NotFound(`the model "${model}"`);
}
