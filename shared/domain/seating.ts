/** Who sits in a consultation and under which policy: the caller's settings over the circle's, the circle's over the defaults. */

import type { Circle, Knowledge, LateRule, StopRule } from '../contract/circle.ts';

import { isQueued, type Seat } from '../contract/expert.ts';
import type { Limits } from '../contract/limits.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Deliberation, NewConsultation } from '../contract/question.ts';

import type { Learning } from '../contract/reliability.ts';
import type { Selection } from '../contract/selection.ts';
import { defaultWebhookKey, type NewWebhook, type Webhook } from '../contract/webhook.ts';
import { InvalidInput } from '../errors.ts';
import { twinOf } from './judge.ts';
import { ownEntry } from './own-entry.ts';
import { isDemo, pickCircle } from './pick-circle.ts';
import { pickDeliberation } from './pick-deliberation.ts';
import { pickExperts } from './pick-experts.ts';
import { pickLimits } from './pick-limits.ts';
import { type Asking, asksCircle, pickAsking, requireSeated } from './pick-strategy.ts';
import { countedExperts, quorumOf, quorumOfCircle } from './quorum-of-circle.ts';
import { resolveSeat } from './resolve-seat.ts';
import { skillOfPanel } from './skill.ts';
import { standInsOf } from './stand-ins.ts';
import { isSteered, sampled } from './steering.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Seconds a caller waits at most unless it or the circle says otherwise. */
export const defaultDeadlineSeconds = 60;
/** What a circle does with what it learns unless it says otherwise. */
export const defaultLearning: Learning = 'auto';

/** A consultation's panel and policy. */
export interface Seating {
  readonly circle: string;
  readonly seats: readonly Seat[];
  /** Who may sit in the place of an expert that fails before it has answered, by points. */
  readonly standIns: readonly Seat[];
  /** How the seats were chosen, where the circle chooses. */
  readonly selection: Selection | undefined;
  readonly quorum: number;
  /** Answers that are enough where no more can be had, where that is fewer. */
  readonly minimum: number | undefined;
  /** What the circle declares, where the request's quorum is below it. */
  readonly declaredQuorum: number | undefined;
  readonly stop: StopRule;
  readonly late: LateRule;
  readonly asking: Asking;
  /** What is done where the answers differ; undefined where nothing is. */
  readonly deliberation: Deliberation | undefined;
  /** Who is asked which answer holds where nothing would be decided, in order. */
  readonly judges: readonly Seat[];
  /** Who writes a synthesis of the claims; undefined where nobody does. */
  readonly writer: Seat | undefined;
  readonly deadlineSeconds: number;
  readonly budgetUsd: number | undefined;
  readonly limits: Limits | undefined;
  readonly learning: Learning;
  readonly demo: boolean;
  /** Those of the circle, then that of the caller, each once. */
  readonly webhooks: readonly Webhook[];
}

/**
 * Seats a consultation. `unavailable` names experts that cannot be asked now (a key that is not set, a local server that is down).
 * Throws `InvalidInput` naming the field that asks for what does not exist.
 */
export function seatConsultation(body: NewConsultation, knowledge: Knowledge, unavailable: ReadonlySet<string>): Seating {
  const { name, circle } = pickCircle(body, knowledge, unavailable);
  const { experts, selection } = pickExperts(body, { name, circle }, knowledge, unavailable);
  requireSeated(body.strategy, experts, circle);
  const seats = experts.map((expert, index) => {
    const field = `experts.${index}`;
    if (ownEntry(knowledge.experts, expert)) return sampled(requireWorker(resolveSeat(expert, knowledge), knowledge, field), body.sampling);
    throw new InvalidInput([{ field, message: `there is no expert "${expert}"; GET /v1/experts lists them` }]);
  });
  const seated = withSkill(seats, circle, knowledge);
  const deliberation = deliberating(body, circle, seats, knowledge);
  return {
    circle: name,
    selection,
    seats: seated.map((seat) => withPersona(seat, body, knowledge)),
    standIns: standInSeats(selection, seated, deliberation.judges, { body, circle, knowledge }),
    ...pickQuorum(body, name, circle, {
      experts,
      counted: countedExperts(experts, knowledge.experts),
      ofCircle: quorumOfCircle(circle, knowledge.experts),
    }),
    stop: circle.stop ?? 'settled',
    late: circle.late ?? 'keep',
    asking: pickAsking(body, circle, seats, knowledge.queryTypes),
    ...deliberation,
    deadlineSeconds: body.deadlineSeconds ?? circle.deadlineSeconds ?? defaultDeadlineSeconds,
    budgetUsd: body.budgetUsd ?? circle.budgetUsd,
    limits: pickLimits(body, circle),
    learning: circle.learning ?? defaultLearning,
    demo: experts.some((expert) => isDemo(expert, knowledge)),
    webhooks: collectWebhooks(circle.webhooks, body.webhook),
  };
}

function deliberating(body: NewConsultation, circle: Circle, seats: readonly Seat[], knowledge: Knowledge) {
  const { deliberation, judges, writer } = pickDeliberation(body, circle, seats, knowledge);
  for (const judge of judges) requireWorker(judge, knowledge, 'deliberation.judge');
  if (writer) requireWorker(writer, knowledge, 'deliberation.synthesis');
  return { deliberation, judges, writer };
}

/** The seats with the skill that is known of all of them; frozen into the run, so that its verdict can be computed again. */
function withSkill(seats: readonly Seat[], circle: Circle, knowledge: Knowledge): readonly Seat[] {
  if (circle.skill === 'none') return seats;
  const known = seats.map(({ expert, model }) => ({ model, skill: ownEntry(knowledge.experts, expert)?.skill }));
  const skills = skillOfPanel(known, circle.field, knowledge.skill);
  return seats.map((seat, at) => ({ ...seat, ...withoutUndefined({ skill: skills[at] }) }));
}

/** The seats of those who may sit in the place of another one: each could be asked, sees what the question shows, and is no judge's twin. As many as sit are kept. */
function standInSeats(
  selection: Selection | undefined,
  seated: readonly Seat[],
  judges: readonly Seat[],
  { body, circle, knowledge }: { readonly body: NewConsultation; readonly circle: Circle; readonly knowledge: Knowledge },
): readonly Seat[] {
  const names = selection === undefined ? [] : standInsOf(selection, circle, knowledge);
  return names
    .map((expert) => resolveSeat(expert, knowledge))
    .filter(
      (seat) => isSteered(seat, body.sampling) && whyNoWorker(seat, knowledge) === undefined && (body.images === undefined || seat.images),
    )
    .filter((seat) => judges.every((judge) => twinOf(judge, [seat]) === undefined))
    .slice(0, seated.length)
    .map((seat) => withPersona(withSkillBeside(sampled(seat, body.sampling), seated, circle, knowledge), body, knowledge));
}

/** The seat with what is known of it, where that is known by the same measure as of those who sit. */
function withSkillBeside(seat: Seat, seated: readonly Seat[], circle: Circle, knowledge: Knowledge): Seat {
  const skill = withSkill([...seated, seat], circle, knowledge).at(-1)?.skill;
  return skill !== undefined && skill.source === seated[0]?.skill?.source ? { ...seat, skill } : seat;
}

/** An expert without a persona takes the one of the question's type. */
function withPersona(seat: Seat, { queryType }: NewConsultation, { queryTypes, personas }: Knowledge): Seat {
  const persona = queryType && queryTypes?.types[queryType]?.persona;
  const { judge } = factsOf(seat.provider);
  const takes = persona !== undefined && seat.persona === undefined && judge !== 'person' && judge !== 'rules';
  return takes && ownEntry(personas, persona) !== undefined ? { ...seat, persona } : seat;
}

/** Why nothing here can ask the expert of a seat: a deployed stage has workers for the kinds that its circles seat. */
export function whyNoWorker(
  { provider }: Pick<Seat, 'provider'>,
  { workers, away }: Pick<Knowledge, 'workers' | 'away'>,
): string | undefined {
  if (!isQueued(provider)) return undefined;
  const absence = away?.[provider];
  if (absence !== undefined) return absence;
  if (workers === undefined || workers.includes(provider)) return undefined;
  return `no circle seats an expert of ${provider}, so there is no worker that asks one: seat it in a circle and deploy`;
}

/** Who names an expert without a worker would wait for nobody. */
function requireWorker(seat: Seat, knowledge: Knowledge, field: string): Seat {
  const message = whyNoWorker(seat, knowledge);
  if (message === undefined) return seat;
  throw new InvalidInput([{ field, message }]);
}

type Floor = Pick<Seating, 'quorum' | 'minimum' | 'declaredQuorum'>;

/**
 * The quorum is a floor: seats that cannot be asked do not lower it. Only a stated minimum or a request's own quorum does, and then
 * the verdict says so. Throws `InvalidInput` where the seats are too few for any verdict, or the minimum is above the quorum.
 */
function pickQuorum(
  body: NewConsultation,
  name: string,
  circle: Circle,
  { experts, counted, ofCircle }: { readonly experts: readonly string[]; readonly counted: readonly string[]; readonly ofCircle: number },
): Floor {
  const declared = declaredQuorum(body, circle, counted, ofCircle);
  const quorum = askedQuorum(body, circle, experts) ?? declared;
  requireBelow(body.minimum, quorum);
  const minimum = Math.min(body.minimum ?? circle.minimum ?? quorum, quorum);
  if (minimum > experts.length) throw new InvalidInput([{ field: 'quorum', message: tooFew(body, name, circle, experts, quorum) }]);
  return {
    quorum,
    minimum: minimum < quorum ? minimum : undefined,
    declaredQuorum: asksCircle(body) && quorum < declared ? declared : undefined,
  };
}

/** The caller's quorum. A caller's own strategy takes as many answers as it asks for, where no circle that was asked has said how many it takes. */
function askedQuorum(body: NewConsultation, circle: Circle, experts: readonly string[]): number | undefined {
  const { quorum, strategy } = body;
  if (quorum !== undefined || strategy === undefined || (asksCircle(body) && circle.quorum !== undefined)) return quorum;
  return quorumOf({ experts: [...experts], strategy });
}

function requireBelow(minimum: number | undefined, quorum: number): void {
  if (minimum === undefined || minimum <= quorum) return;
  const message = `must not be above the quorum, and the quorum that holds is ${quorum}`;
  throw new InvalidInput([{ field: 'minimum', message }]);
}

function declaredQuorum(
  { experts: named, circle: chosen }: NewConsultation,
  circle: Circle,
  experts: readonly string[],
  ofCircle: number,
): number {
  if (named === undefined) return ofCircle;
  const ofSeats = quorumOf({ ...circle, experts: [...experts], choose: undefined });
  // Who names experts and no circle has asked no circle, whose quorum would bind.
  return chosen === undefined ? Math.min(ofSeats, experts.length) : ofSeats;
}

function tooFew(body: NewConsultation, name: string, circle: Circle, experts: readonly string[], quorum: number): string {
  if (body.quorum !== undefined) return `is ${quorum}, but only ${experts.length} experts are seated`;
  const askable =
    body.experts === undefined
      ? `only ${experts.length} of its ${circle.experts.length} experts can be asked now (${experts.join(', ')}; GET /v1/experts says why)`
      : `only ${experts.length} experts are seated`;
  return `of circle "${name}" is ${quorum}, but ${askable}; make more of them ready, or allow fewer answers openly: "minimum": ${experts.length}`;
}

function collectWebhooks(ofCircle: readonly NewWebhook[] = [], ofCaller: NewWebhook | undefined): readonly Webhook[] {
  const named = [...ofCircle, ...(ofCaller ? [ofCaller] : [])].map(({ url, key = defaultWebhookKey }) => ({ url, key }));
  return [...new Map(named.map((webhook) => [`${webhook.key} ${webhook.url}`, webhook])).values()];
}
