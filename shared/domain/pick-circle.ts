/** Which circle a request asks. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import type { NewConsultation } from '../contract/question.ts';
import { InvalidInput } from '../errors.ts';
import { ownEntry } from './own-entry.ts';

/** The circle that answers when neither circle nor experts are named. */
export const defaultCircle = 'default';

/** The name of the circle that a request asks: its own, that of its type where it is declared, else the default. */
export function circleName(
  { circle, experts, queryType }: Pick<NewConsultation, 'circle' | 'experts' | 'queryType'>,
  { circles, queryTypes }: Pick<Knowledge, 'circles' | 'queryTypes'>,
): string {
  if (circle !== undefined) return circle;
  const ofType = experts === undefined && queryType !== undefined ? queryTypes?.types[queryType]?.circle : undefined;
  return ofType !== undefined && ownEntry(circles, ofType) ? ofType : defaultCircle;
}

/** The circle that a request asks. Throws `InvalidInput` where there is none of that name. */
export function pickCircle(
  body: NewConsultation,
  knowledge: Knowledge,
  unavailable: ReadonlySet<string>,
): { readonly name: string; readonly circle: Circle } {
  const name = circleName(body, knowledge);
  const circle = ownEntry(knowledge.circles, name) ?? circleOfNamedExperts(body);
  if (!circle) throw new InvalidInput([{ field: 'circle', message: `there is no circle "${name}"; GET /v1/circles lists them` }]);
  const chosen = body.circle !== undefined || body.experts !== undefined;
  const nobodyThere = circle.unavailable === 'skip' && circle.experts.every((expert) => unavailable.has(expert));
  const demo = chosen || !nobodyThere ? undefined : Object.entries(knowledge.circles).find(([, candidate]) => candidate.demo);
  return demo ? { name: demo[0], circle: demo[1] } : { name, circle };
}

/** An expert of a demo circle has made-up answers under any circle, and a real one seated in its place has not. */
export function isDemo(expert: string, { circles }: Knowledge): boolean {
  return Object.values(circles).some((circle) => circle.demo && circle.experts.includes(expert));
}

/** A caller who names experts needs no circle. */
function circleOfNamedExperts(body: NewConsultation): Circle | undefined {
  return body.circle === undefined && body.experts !== undefined ? { experts: body.experts } : undefined;
}
