/** Which circle a request asks. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import type { NewConsultation, QueryType } from '../contract/question.ts';
import { InvalidInput } from '../errors.ts';
import { leastAnswers } from './least-answers.ts';
import { ownEntry } from './own-entry.ts';
import { quorumOfCircle } from './quorum-of-circle.ts';

/** What is read of the knowledge. */
type Knows = Pick<Knowledge, 'circles' | 'experts' | 'queryTypes'>;

/** The circle that answers when neither circle nor experts are named. */
export const defaultCircle = 'default';

/**
 * The name of the circle that a request asks: its own, that of its type where it is declared and enough of its experts can be asked, else
 * the default: what a question is about must not make an answer impossible.
 */
export function circleName(
  { circle, experts, queryType }: Pick<NewConsultation, 'circle' | 'experts' | 'queryType'>,
  knowledge: Knows,
  unavailable: ReadonlySet<string> = new Set(),
): string {
  if (circle !== undefined) return circle;
  return experts === undefined && queryType !== undefined ? circleOfType(queryType, knowledge, unavailable) : defaultCircle;
}

function circleOfType(type: QueryType, { circles, experts, queryTypes }: Knows, unavailable: ReadonlySet<string>): string {
  const named = queryTypes?.types[type]?.circle ?? defaultCircle;
  const declared = ownEntry(circles, named);
  return declared && canDecide(declared, experts, unavailable) ? named : defaultCircle;
}

function canDecide(circle: Circle, known: Knows['experts'], unavailable: ReadonlySet<string>): boolean {
  const available = circle.experts.filter((expert) => !unavailable.has(expert)).length;
  return available >= leastAnswers({ quorum: quorumOfCircle(circle, known), minimum: circle.minimum });
}

/** A circle by its name. */
export interface NamedCircle {
  readonly name: string;
  readonly circle: Circle;
}

/** The circle that a request asks. Throws `InvalidInput` where there is none of that name. */
export function pickCircle(body: NewConsultation, knowledge: Knowledge, unavailable: ReadonlySet<string>): NamedCircle {
  const found = findCircle(body, knowledge, unavailable);
  if (found) return found;
  const name = circleName(body, knowledge, unavailable);
  throw new InvalidInput([{ field: 'circle', message: `there is no circle "${name}"; GET /v1/circles lists them` }]);
}

/** Whether it depends on who can be asked which circle a request asks. */
export function asksWhoIsThere({ circle, experts }: Pick<NewConsultation, 'circle' | 'experts'>): boolean {
  return circle === undefined && experts === undefined;
}

/** The circle that a request asks; undefined where there is none of that name. */
export function findCircle(body: NewConsultation, knowledge: Knowledge, unavailable: ReadonlySet<string>): NamedCircle | undefined {
  const name = circleName(body, knowledge, unavailable);
  const circle = ownEntry(knowledge.circles, name) ?? circleOfNamedExperts(body);
  if (!circle) return undefined;
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
