/**
 * A typed client of a circle's HTTP API, for Node and browsers: types come from the contract, and no schema is carried along.
 * Every method throws `CircleApiError`, or the reason of an aborted signal.
 */
import { v4 as uuid } from 'uuid';
import type { AcceptedConsultation, Consultation, ConsultationPage, ConsultationStatus } from '../contract/consultation.ts';
import type { ShownDelivery } from '../contract/delivery.ts';
import type { ConsultationEvent } from '../contract/event.ts';
import type { NewFeedback, TakenFeedback } from '../contract/feedback.ts';
import type { ShownCircle, ShownExpert } from '../contract/listing.ts';
import type { NewConsultation } from '../contract/question.ts';
import type { CircleReliability } from '../contract/reliability.ts';
import { type EventsOptions, followEvents } from './events.ts';
import { type Connection, sendForJson } from './http.ts';

export interface AskOptions {
  /** The same key and question within 24 hours give the same consultation. @default a new one, so that a repeated request asks once */
  readonly idempotencyKey?: string | undefined;
  /** Seconds to wait for the verdict before the acceptance is returned. @default 0 */
  readonly waitSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ConsultOptions extends Omit<AskOptions, 'waitSeconds'> {
  /** Told the id as soon as the question is accepted, before the first event. */
  readonly onAccepted?: ((id: string) => void) | undefined;
  /** Told of each event, in order. */
  readonly onEvent?: ((event: ConsultationEvent) => void) | undefined;
}

/** Filter of a listing; times are ISO 8601, `tag` is `key:value` of the metadata. */
export interface ListQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly status?: ConsultationStatus;
  readonly circle?: string;
  readonly after?: string;
  readonly before?: string;
  readonly tag?: string;
}

export interface CircleClient {
  /** Asks; returns as soon as the question is accepted, or the ended consultation if it ends within `waitSeconds`. */
  ask(body: NewConsultation, options?: AskOptions): Promise<AcceptedConsultation | Consultation>;
  /** Asks and follows the consultation to its end. Aborting the signal stops following, not the consultation: see `cancel`. */
  consult(body: NewConsultation, options?: ConsultOptions): Promise<Consultation>;
  get(id: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<Consultation>;
  list(query?: ListQuery, options?: { readonly signal?: AbortSignal | undefined }): Promise<ConsultationPage>;
  /** Cancels: no further spending. */
  cancel(id: string): Promise<Consultation>;
  /** Every event behind `after`, to the end; a broken connection is taken up again. */
  events(id: string, options?: EventsOptions): AsyncGenerator<ConsultationEvent, void>;
  /** What became of the webhooks of a consultation. */
  deliveries(id: string): Promise<readonly ShownDelivery[]>;
  feedback(id: string, body: NewFeedback): Promise<TakenFeedback>;
  experts(): Promise<readonly ShownExpert[]>;
  circles(): Promise<readonly ShownCircle[]>;
  /** What is known of the experts of a circle. */
  reliability(circle: string): Promise<CircleReliability>;
}

/** Opens a client; nothing is sent until a method is called. */
export function circleClient(connection: Connection): CircleClient {
  const get = <Body>(path: string, signal?: AbortSignal) => sendForJson<Body>(connection, { method: 'GET', path, signal });
  const post = <Body>(path: string, body: unknown) => sendForJson<Body>(connection, { method: 'POST', path, body });
  const pathOf = (id: string) => `/v1/consultations/${encodeURIComponent(id)}`;

  const ask: CircleClient['ask'] = (body, { idempotencyKey = uuid(), waitSeconds = 0, signal } = {}) =>
    sendForJson(connection, {
      method: 'POST',
      path: '/v1/consultations',
      body,
      headers: { 'idempotency-key': idempotencyKey, ...(waitSeconds > 0 ? { prefer: `wait=${Math.ceil(waitSeconds)}` } : {}) },
      signal,
    });

  return {
    ask,
    async consult(body, { onAccepted, onEvent, ...options } = {}) {
      const { id } = await ask(body, options);
      onAccepted?.(id);
      for await (const event of followEvents(connection, id, { signal: options.signal })) {
        onEvent?.(event);
        if (event.type === 'verdict' || event.type === 'failure') return event.consultation;
      }
      return get(pathOf(id), options.signal);
    },
    get: (id, { signal } = {}) => get(pathOf(id), signal),
    list: (query = {}, { signal } = {}) => {
      const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
      return get(`/v1/consultations?${new URLSearchParams(pairs).toString()}`, signal);
    },
    cancel: (id) => sendForJson(connection, { method: 'DELETE', path: pathOf(id) }),
    events: (id, options) => followEvents(connection, id, options),
    deliveries: async (id) => (await get<{ deliveries: readonly ShownDelivery[] }>(`${pathOf(id)}/deliveries`)).deliveries,
    feedback: (id, body) => post(`${pathOf(id)}/feedback`, body),
    experts: async () => (await get<{ experts: readonly ShownExpert[] }>('/v1/experts')).experts,
    circles: async () => (await get<{ circles: readonly ShownCircle[] }>('/v1/circles')).circles,
    reliability: (circle) => get(`/v1/circles/${encodeURIComponent(circle)}/reliability`),
  };
}
