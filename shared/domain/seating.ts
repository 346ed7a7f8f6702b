/** Who sits in a consultation and under which policy: the caller's wishes over the circle's, the circle's over the defaults. */
import type { Circle, Knowledge } from '../contract/circle.ts';
import type { Seat } from '../contract/expert.ts';
import { deadlineMaxSeconds, type NewConsultation } from '../contract/question.ts';
import type { Learning } from '../contract/reliability.ts';
import { defaultWebhookKey, type NewWebhook, type Webhook } from '../contract/webhook.ts';
import { InvalidConfiguration, InvalidInput } from '../errors.ts';
import { ownEntry } from './own-entry.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Seconds a caller waits at most unless it or the circle says otherwise. */
export const defaultDeadlineSeconds = 60;
/** Tokens of one answer unless the expert says otherwise: room for a long reasoned reply. */
export const defaultMaxOutputTokens = 4096;
/** The circle that answers when neither circle nor experts are named. */
export const defaultCircle = 'default';
/** What a circle does with what it learns unless it says otherwise. */
export const defaultLearning: Learning = 'auto';

/** A consultation's panel and policy. */
export interface Seating {
  readonly circle: string;
  readonly seats: readonly Seat[];
  readonly quorum: number;
  readonly deadlineSeconds: number;
  readonly budgetUsd: number | undefined;
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
  const experts = pickExperts(body, name, circle, unavailable);
  const seats = experts.map((expert, index) => {
    if (ownEntry(knowledge.experts, expert)) return resolveSeat(expert, knowledge);
    throw new InvalidInput([{ field: `experts.${index}`, message: `there is no expert "${expert}"; GET /v1/experts lists them` }]);
  });
  return {
    circle: name,
    seats,
    quorum: pickQuorum(body, circle, seats.length),
    deadlineSeconds: body.deadlineSeconds ?? circle.deadlineSeconds ?? defaultDeadlineSeconds,
    budgetUsd: body.budgetUsd ?? circle.budgetUsd,
    learning: circle.learning ?? defaultLearning,
    demo: experts.some((expert) => isDemo(expert, knowledge)),
    webhooks: collectWebhooks(circle.webhooks, body.webhook),
  };
}

/** The seat of a declared expert, with everything that its provider's preset supplies. */
export function resolveSeat(name: string, knowledge: Knowledge): Seat {
  const declared = ownEntry(knowledge.experts, name);
  const preset = declared && ownEntry(knowledge.providers, declared.provider);
  if (!declared || !preset) throw new InvalidConfiguration(`expert "${name}" or its provider is not declared`);
  const { provider, model, ...own } = declared;
  const { key, baseUrl, family } = preset;
  return {
    family: family ?? provider,
    timeoutSeconds: deadlineMaxSeconds,
    maxOutputTokens: defaultMaxOutputTokens,
    ...withoutUndefined({ key, baseUrl }),
    ...withoutUndefined(own),
    model,
    expert: name,
    provider: preset.kind,
    preset: provider,
  };
}

function pickCircle(
  body: NewConsultation,
  knowledge: Knowledge,
  unavailable: ReadonlySet<string>,
): { readonly name: string; readonly circle: Circle } {
  const name = body.circle ?? defaultCircle;
  const circle = ownEntry(knowledge.circles, name) ?? circleOfNamedExperts(body);
  if (!circle) throw new InvalidInput([{ field: 'circle', message: `there is no circle "${name}"; GET /v1/circles lists them` }]);
  const chosen = body.circle !== undefined || body.experts !== undefined;
  const nobodyThere = circle.unavailable === 'skip' && circle.experts.every((expert) => unavailable.has(expert));
  const demo = chosen || !nobodyThere ? undefined : Object.entries(knowledge.circles).find(([, candidate]) => candidate.demo);
  return demo ? { name: demo[0], circle: demo[1] } : { name, circle };
}

/** An expert of a demo circle has made-up answers under any circle, and a real one seated in its place has not. */
function isDemo(expert: string, { circles }: Knowledge): boolean {
  return Object.values(circles).some((circle) => circle.demo && circle.experts.includes(expert));
}

/** A caller who names experts needs no circle. */
function circleOfNamedExperts(body: NewConsultation): Circle | undefined {
  return body.circle === undefined && body.experts !== undefined ? { experts: body.experts } : undefined;
}

function pickExperts(body: NewConsultation, name: string, circle: Circle, unavailable: ReadonlySet<string>): readonly string[] {
  if (body.experts !== undefined) return body.experts;
  if (circle.unavailable !== 'skip') return circle.experts;
  const available = circle.experts.filter((expert) => !unavailable.has(expert));
  if (available.length === 0) {
    throw new InvalidInput([{ field: 'circle', message: `no expert of circle "${name}" can be asked now; GET /v1/experts says why` }]);
  }
  return available;
}

function pickQuorum(body: NewConsultation, circle: Circle, seats: number): number {
  if (body.quorum !== undefined) {
    if (body.quorum > seats)
      throw new InvalidInput([{ field: 'quorum', message: `is ${body.quorum}, but only ${seats} experts are seated` }]);
    return body.quorum;
  }
  const majority = Math.floor(seats / 2) + 1;
  return Math.min(circle.quorum ?? majority, seats);
}

function collectWebhooks(ofCircle: readonly NewWebhook[] = [], ofCaller: NewWebhook | undefined): readonly Webhook[] {
  const named = [...ofCircle, ...(ofCaller ? [ofCaller] : [])].map(({ url, key = defaultWebhookKey }) => ({ url, key }));
  return [...new Map(named.map((webhook) => [`${webhook.key} ${webhook.url}`, webhook])).values()];
}
