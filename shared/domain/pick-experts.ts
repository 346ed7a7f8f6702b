/** Who of a circle is asked: all of it, those who can be asked, or those whom it chooses. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import type { NewConsultation } from '../contract/question.ts';
import type { Selection } from '../contract/selection.ts';
import { InvalidInput } from '../errors.ts';
import { likelyUsd } from './budget.ts';
import { type Candidate, chooseSeats, seatedOf } from './choose-seats.ts';
import { ownEntry } from './own-entry.ts';
import { resolveSeat } from './resolve-seat.ts';
import { isRuleExpert } from './rule-expert.ts';
import { skillOfPanel } from './skill.ts';

/** Bytes of the question that prices are compared by. */
const usualBytes = 4_000;

/** Who is asked, and how they were chosen where the circle chooses. */
export interface Picked {
  readonly experts: readonly string[];
  readonly selection: Selection | undefined;
}

/** The experts of a request. Throws `InvalidInput` where nobody of the circle can be asked. */
export function pickExperts(
  body: NewConsultation,
  { name, circle }: { readonly name: string; readonly circle: Circle },
  knowledge: Knowledge,
  unavailable: ReadonlySet<string>,
): Picked {
  if (body.experts !== undefined) return { experts: body.experts, selection: undefined };
  if (circle.choose === undefined && circle.unavailable !== 'skip') return { experts: circle.experts, selection: undefined };
  // Whoever gives files to review is told that rules cannot be asked: models alone would open the gate where rules object.
  const needed = (expert: string) => body.review !== undefined && isRuleExpert(expert, knowledge);
  const available = circle.experts.filter((expert) => !unavailable.has(expert) || (circle.choose === undefined && needed(expert)));
  if (available.length === 0) {
    throw new InvalidInput([{ field: 'circle', message: `no expert of circle "${name}" can be asked now; GET /v1/experts says why` }]);
  }
  if (circle.choose === undefined) return { experts: available, selection: undefined };
  const wanted = { choose: circle.choose, type: body.queryType, priority: body.priority };
  const selection = chooseSeats(candidatesOf(circle, knowledge, unavailable), wanted);
  return { experts: seatedOf(selection), selection };
}

function candidatesOf(circle: Circle, knowledge: Knowledge, unavailable: ReadonlySet<string>): readonly Candidate[] {
  const seats = circle.experts.map((expert) => ({ seat: resolveSeat(expert, knowledge), declared: ownEntry(knowledge.experts, expert) }));
  const known = seats.map(({ seat, declared }) => ({ model: seat.model, skill: declared?.skill }));
  const skills = circle.skill === 'none' ? [] : skillOfPanel(known, circle.field, knowledge.skill);
  return seats.map(({ seat, declared }, at) => ({
    expert: seat.expert,
    family: seat.family,
    tier: declared?.tier ?? 'secondary',
    types: declared?.types ?? [],
    usd: likelyUsd(seat, usualBytes, knowledge),
    skill: skills[at]?.rate,
    available: !unavailable.has(seat.expert),
  }));
}
