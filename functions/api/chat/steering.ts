/** Parameters of a chat request that only some models take: they are passed on where every expert of the panel takes them. */
import type { ChatRequest } from '../../../shared/contract/chat.ts';
import { neutralValues } from '../../../shared/contract/chat-parameters.ts';
import type { Knowledge } from '../../../shared/contract/circle.ts';
import { type Sampling, steeringValues } from '../../../shared/contract/context.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { ownEntry } from '../../../shared/domain/own-entry.ts';
import { defaultCircle } from '../../../shared/domain/pick-circle.ts';
import { resolveSeat } from '../../../shared/domain/resolve-seat.ts';
import { takes } from '../../../shared/domain/steering.ts';

/** What each of them is called in a consultation. */
const ownNames = { reasoning_effort: 'reasoningEffort', seed: 'seed', top_p: 'topP' } as const;
type Steering = keyof typeof ownNames;

/** What is passed on, and under which names it came. */
export interface PassedOn {
  readonly sampling: Pick<Sampling, (typeof ownNames)[Steering]>;
  readonly names: readonly string[];
}

/** What of a request its panel takes. A value that is none of the parameter's is not passed on, as it has no effect. */
export function steeringIn(request: ChatRequest, panel: Pick<NewConsultation, 'circle' | 'experts'>, knowledge: Knowledge): PassedOn {
  const seats = expertsOf(panel, knowledge).map((expert) => resolveSeat(expert, knowledge));
  const taken = (Object.keys(ownNames) as Steering[]).flatMap((name) => {
    const { success, data } = steeringValues[ownNames[name]].safeParse(request[name]);
    const asks = success && data !== undefined && data !== neutralValues[name];
    const known = asks && seats.every((seat) => takes(seat, ownNames[name]));
    return known ? [{ name, own: ownNames[name], value: data }] : [];
  });
  return { sampling: Object.fromEntries(taken.map(({ own, value }) => [own, value])), names: taken.map(({ name }) => name) };
}

function expertsOf(
  { circle = defaultCircle, experts }: Pick<NewConsultation, 'circle' | 'experts'>,
  knowledge: Knowledge,
): readonly string[] {
  return experts ?? ownEntry(knowledge.circles, circle)?.experts ?? [];
}
