/** What a consultation does beyond asking once: the caller's word over the circle's, member by member. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import { type Deliberation, judgesIn, type NewConsultation, writerIn } from '../contract/question.ts';
import { InvalidInput } from '../errors.ts';
import { canDebate, leastDebaters } from './debate.ts';
import { canJudge, twinOf } from './judge.ts';
import { ownEntry } from './own-entry.ts';
import { leastRankers } from './peer-ranking.ts';
import { resolveSeat } from './resolve-seat.ts';
import { isReview } from './rule-task.ts';
import { mayMakeClaims } from './synthesis.ts';

/** What a run keeps of its deliberation, and the seats of its judges and of its writer. */
export interface Deliberating {
  /** Undefined where nothing is done. */
  readonly deliberation: Deliberation | undefined;
  readonly judges: readonly Seat[];
  readonly writer: Seat | undefined;
}

/** What is done beyond asking once. What a circle wants is left out where it cannot be. Throws `InvalidInput` for what a caller wants and cannot be. */
export function pickDeliberation(body: NewConsultation, circle: Circle, seats: readonly Seat[], knowledge: Knowledge): Deliberating {
  const debate = pickDebate(body, circle, seats);
  const ranking = pickRanking(body, circle, seats);
  const judges = ranking ? [] : pickJudges(body, circle, seats, knowledge);
  const writer = pickWriter(body, circle, knowledge);
  const deliberation: Deliberation = {
    ...(debate && { debate }),
    ...(ranking && { ranking }),
    ...(judges.length > 0 && { judge: judges.map(({ expert }) => expert) }),
    ...(writer && { synthesis: writer.expert }),
  };
  return { deliberation: Object.keys(deliberation).length === 0 ? undefined : deliberation, judges, writer };
}

/** A request's judge goes before its circle's ranking, and its ranking before its circle's judge. */
function pickRanking(body: NewConsultation, circle: Circle, seats: readonly Seat[]): boolean {
  const { ranking: stated, judge } = body.deliberation ?? {};
  const wanted = stated ?? (judgesIn({ judge }).length === 0 && (circle.deliberation?.ranking ?? false));
  if (!wanted) return false;
  const flaw = whyNoRanking(body, circle, seats);
  if (flaw === undefined) return true;
  if (stated === undefined) return false;
  throw refused('ranking', flaw);
}

function whyNoRanking(body: NewConsultation, circle: Circle, seats: readonly Seat[]): string | undefined {
  if (judgesIn(body.deliberation).length > 0) return 'goes with no judge: name one of the two';
  if (seats.filter(canDebate).length < leastRankers) {
    return `has no effect here: it takes ${leastRankers} experts that are models, each of which ranks the answers of the others`;
  }
  return whyNothingElse(body, circle);
}

function pickDebate({ deliberation }: NewConsultation, circle: Circle, seats: readonly Seat[]): boolean {
  const stated = deliberation?.debate;
  const wanted = stated ?? circle.deliberation?.debate ?? false;
  if (!wanted || (seats.length >= leastDebaters && seats.some(canDebate))) return wanted;
  if (stated === undefined) return false;
  throw refused('debate', 'has no effect here: it takes two experts, and one of them must be a model that can be asked again');
}

function pickJudges(body: NewConsultation, circle: Circle, seats: readonly Seat[], knowledge: Knowledge): readonly Seat[] {
  const stated = body.deliberation?.judge === undefined ? undefined : judgesIn(body.deliberation);
  const flaws = (name: string) => whyNoJudge(body, circle, seats.length) ?? whyNotJudge(name, seats, knowledge);
  for (const name of stated ?? []) {
    const flaw = flaws(name);
    if (flaw !== undefined) throw refused('judge', flaw);
  }
  return (stated ?? judgesIn(circle.deliberation)).filter((name) => flaws(name) === undefined).map((name) => resolveSeat(name, knowledge));
}

function pickWriter(body: NewConsultation, circle: Circle, knowledge: Knowledge): Seat | undefined {
  const isStated = body.deliberation?.synthesis !== undefined;
  const name = writerIn(isStated ? body.deliberation : circle.deliberation);
  if (name === undefined) return undefined;
  const flaw = whyNoSynthesis(body) ?? whyNoModel(name, knowledge);
  if (flaw === undefined) return resolveSeat(name, knowledge);
  if (isStated) throw refused('synthesis', flaw);
  return undefined;
}

/** Why there are no claims to write from. */
function whyNoSynthesis(body: NewConsultation): string | undefined {
  const kind = body.kind ?? (body.options ? 'choice' : 'auto');
  if (body.review !== undefined || isReview({ kind, options: body.options }))
    return 'has no place in a review, whose report tells what was found';
  if (mayMakeClaims({ kind, schema: body.schema })) return undefined;
  return 'has no effect here: it is written from the claims of texts, and goes with the kinds "text" and "auto" without a schema only';
}

/** Why no judge can decide this question: an order of options has no author, nothing opens a review's gate but its findings, and a promise is kept by outcomes. */
function whyNoJudge(body: NewConsultation, circle: Circle, seats: number): string | undefined {
  if (seats < leastDebaters) return 'has no effect here: it takes two experts whose answers can differ';
  return whyNothingElse(body, circle);
}

/** Why nothing but the answers may decide a question. */
function whyNothingElse(body: NewConsultation, circle: Circle): string | undefined {
  const kind = body.kind ?? (body.options ? 'choice' : 'auto');
  if (kind === 'ranking') return 'has no effect here: a ranking is made of the orders of all experts';
  if (body.review !== undefined || isReview({ kind, options: body.options })) return 'has no place in a review, which its findings decide';
  if ((body.promise ?? circle.promise) !== undefined) return 'cannot be asked under a promise, which the outcomes of the circle alone keep';
  return undefined;
}

/** Why an expert cannot judge these seats. */
export function whyNotJudge(name: string, seats: readonly Seat[], knowledge: Pick<Knowledge, 'experts' | 'providers'>): string | undefined {
  const flaw = whyNoModel(name, knowledge);
  if (flaw !== undefined) return flaw;
  const seat = resolveSeat(name, knowledge);
  if (seats.some(({ expert }) => expert === name)) return `${name} has a seat itself, and would judge its own answer`;
  const twin = twinOf(seat, seats);
  return twin && `${name} asks the same model as ${twin.expert}, and would judge its own answer`;
}

/** Why an expert can neither judge nor write: it is not declared, or no model. */
export function whyNoModel(name: string, knowledge: Pick<Knowledge, 'experts' | 'providers'>): string | undefined {
  const declared = ownEntry(knowledge.experts, name);
  if (declared === undefined || ownEntry(knowledge.providers, declared.provider) === undefined) return `there is no expert "${name}"`;
  return canJudge(resolveSeat(name, knowledge)) ? undefined : `${name} is no model that can be asked`;
}

function refused(member: keyof Deliberation, message: string): InvalidInput {
  return new InvalidInput([{ field: `deliberation.${member}`, message }]);
}
