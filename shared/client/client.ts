/**
 * A typed client of a circle's HTTP API, for Node and browsers: types come from the contract, and no schema is carried along.
 * Every method throws `CircleApiError`, or the reason of an aborted signal.
 */
import { v4 as uuid } from 'uuid';
import type { AcceptedConsultation, Consultation, ConsultationPage, ConsultationStatus } from '../contract/consultation.ts';
import type { ShownDelivery } from '../contract/delivery.ts';
import type { Estimate } from '../contract/estimate.ts';
import type { ConsultationEvent } from '../contract/event.ts';
import type { Feedback, NewFeedback, TakenFeedback } from '../contract/feedback.ts';
import type { ShownCircle, ShownExpert } from '../contract/listing.ts';
import type { NewReview, Reviewed } from '../contract/new-review.ts';
import type { HandedInOpinion, Opinion } from '../contract/opinion.ts';
import type { Kind, NewConsultation } from '../contract/question.ts';
import type { CircleReliability } from '../contract/reliability.ts';
import type { ReportPage } from '../contract/report.ts';
import type { FindingPage, ReviewExcerpts, ReviewPage } from '../contract/review-list.ts';
import type { ShownSchedule } from '../contract/schedule.ts';
import { CircleApiError } from './api-error.ts';
import { type EventsOptions, followEvents } from './events.ts';
import { type Connection, send, sendForJson } from './http.ts';
import { pause } from './pause.ts';

export interface AskOptions {
  /** The same key and question within 24 hours give the same consultation. @default a new one, so that a repeated request asks once */
  readonly idempotencyKey?: string | undefined;
  /** Seconds to wait for the verdict before the acceptance is returned. Node itself gives up after 300. @default 0 */
  readonly waitSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ConsultOptions extends Omit<AskOptions, 'waitSeconds'> {
  /** Told the id as soon as the question is accepted, before the first event; a status other than `open` is that of an earlier request. */
  readonly onAccepted?: ((id: string, status: ConsultationStatus) => void) | undefined;
  /** Told of each event, in order. */
  readonly onEvent?: ((event: ConsultationEvent) => void) | undefined;
}

/** Filter of a listing; times are ISO 8601, `tag` is `key:value` of the metadata. */
export interface ListQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly status?: ConsultationStatus | undefined;
  readonly circle?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly tag?: string | undefined;
}

/** Which reviews are listed. */
export interface ReviewQuery extends Pick<ListQuery, 'limit' | 'cursor'> {
  readonly subject?: string | undefined;
}

/** Of which reviews findings are followed: the latest ones of a subject. */
export interface FindingQuery extends Pick<ListQuery, 'cursor'> {
  readonly subject: string;
  readonly reviews?: number | undefined;
}

/** Which consultations a report is about; times are ISO 8601. */
export interface ReportQuery extends Pick<ListQuery, 'limit' | 'cursor' | 'circle' | 'after' | 'before'> {
  readonly kind?: Kind | undefined;
}

/** How one call can be called off. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface CircleClient {
  /** Asks; returns as soon as the question is accepted, or the ended consultation if it ends within `waitSeconds`. */
  ask(body: NewConsultation, options?: AskOptions): Promise<AcceptedConsultation | Consultation>;
  /**
   * Asks and follows the consultation to its end; where something in between lets no events through, it is looked at every second,
   * and `onEvent` is called for the end only. Aborting the signal stops following, not the consultation: see `cancel`.
   */
  consult(body: NewConsultation, options?: ConsultOptions): Promise<Consultation>;
  /** What a question would use: nothing is asked, stored or paid. */
  estimate(body: NewConsultation, options?: CallOptions): Promise<Estimate>;
  get(id: string, options?: CallOptions): Promise<Consultation>;
  /** Has files or a change reviewed; the report is null where it is not there within `waitSeconds`. */
  review(body: NewReview, options?: AskOptions): Promise<Reviewed>;
  /** A review as it stands. */
  getReview(id: string, options?: CallOptions): Promise<Reviewed>;
  /** Reviews, newest first; those of a subject, where one is named. */
  listReviews(query?: ReviewQuery, options?: CallOptions): Promise<ReviewPage>;
  /** The lines of the findings of a review, and what accepts each. */
  getExcerpts(id: string, options?: CallOptions): Promise<ReviewExcerpts>;
  /** What became of the findings of a subject. */
  findings(query: FindingQuery, options?: CallOptions): Promise<FindingPage>;
  /** A page, newest first; `cursor` of it leads to the next one. */
  list(query?: ListQuery, options?: CallOptions): Promise<ConsultationPage>;
  /** Cancels: no further spending. */
  cancel(id: string, options?: CallOptions): Promise<Consultation>;
  /** Deletes a consultation that has ended, for good. */
  purge(id: string, options?: CallOptions): Promise<void>;
  /** Every event behind `after`, to the end; a broken connection is taken up again. */
  events(id: string, options?: EventsOptions): AsyncGenerator<ConsultationEvent, void>;
  /** What became of the webhooks of a consultation. */
  deliveries(id: string, options?: CallOptions): Promise<readonly ShownDelivery[]>;
  /** Sends a webhook once more whose delivery is over. */
  resend(id: string, webhookId: string, options?: CallOptions): Promise<readonly ShownDelivery[]>;
  /** Hands in the opinion of a human expert. */
  handIn(id: string, body: HandedInOpinion, options?: CallOptions): Promise<Opinion>;
  /** Says what was right; said again, the last word counts. */
  feedback(id: string, body: NewFeedback, options?: CallOptions): Promise<TakenFeedback>;
  /** All feedback on a consultation, newest last. */
  listFeedback(id: string, options?: CallOptions): Promise<readonly Feedback[]>;
  /** The whole data of embedded mode as one file, sent as it is read. Deployed circles have none: 404. */
  backup(options?: CallOptions): Promise<Response>;
  experts(options?: CallOptions): Promise<readonly ShownExpert[]>;
  circles(options?: CallOptions): Promise<readonly ShownCircle[]>;
  /** What is known of the experts of a circle. */
  reliability(circle: string, options?: CallOptions): Promise<CircleReliability>;
  /** A page of what stored consultations say of their circles, newest first; `cursor` of it leads to the next one. */
  report(query?: ReportQuery, options?: CallOptions): Promise<ReportPage>;
  /** The recurring consultations, with their last and next times. */
  schedules(options?: CallOptions): Promise<readonly ShownSchedule[]>;
}

/** Seconds that a server may take beyond the wait that it was asked for. */
const waitMarginSeconds = 40;

/** Milliseconds until a backup has been made: a large file takes its time. */
const backupPatienceMs = 600_000;

/** Milliseconds for what reads many consultations, or whole files: whoever gives it up and asks again has it read in vain. */
const reportPatienceMs = 30_000;

/** Milliseconds between two looks at a consultation whose events cannot be followed. */
const lookMs = 1000;

/** A member of an answer. */
type Member<Body> = keyof Body & string;

/** Members of a consultation. */
const whole: readonly Member<Consultation>[] = ['id', 'status', 'opinions', 'verdict'];

/** Opens a client; nothing is sent until a method is called. */
export function circleClient(connection: Connection): CircleClient {
  const get = <Body extends object>(path: string, members: readonly Member<Body>[], { signal }: CallOptions = {}, patienceMs?: number) =>
    sendForJson<Body>(connection, { method: 'GET', path, members, signal, patienceMs });
  const post = <Body extends object>(path: string, members: readonly Member<Body>[], body: unknown, { signal }: CallOptions = {}) =>
    sendForJson<Body>(connection, { method: 'POST', path, members, body, signal });
  const look = (id: string, options?: CallOptions) => get<Consultation>(pathOf(id), whole, options);

  // One that joins an equal question needs no key, and with one of its own it would be another question.
  const waitFor = <Body>(
    path: string,
    body: { readonly repeats?: NewConsultation['repeats'] | undefined },
    { idempotencyKey = body.repeats === 'join' ? undefined : uuid(), waitSeconds = 0, signal }: AskOptions = {},
  ) =>
    sendForJson<Body>(connection, {
      method: 'POST',
      path,
      // An acceptance has no more.
      members: ['id', 'status'],
      body,
      headers: {
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(waitSeconds > 0 ? { prefer: `wait=${Math.ceil(waitSeconds)}` } : {}),
      },
      signal,
      ...(waitSeconds > 0 && { patienceMs: (waitSeconds + waitMarginSeconds) * 1000 }),
    });
  const ask: CircleClient['ask'] = (body, options) => waitFor('/v1/consultations', body, options);

  return {
    ask,
    async consult(body, { onAccepted, onEvent, ...options } = {}) {
      const { id, status } = await ask(body, options);
      onAccepted?.(id, status);
      for await (const event of eventsIfAny(followEvents(connection, id, options))) {
        onEvent?.(event);
        if (event.type === 'verdict' || event.type === 'failure') return event.consultation;
      }
      const ended = await lookUntilEnded(id, look, options);
      onEvent?.(endOf(ended));
      return ended;
    },
    estimate: (body, options) => post<Estimate>('/v1/estimates', ['calls', 'tokens', 'usd'], body, options),
    get: look,
    async review(body, options) {
      // An acceptance has no report yet.
      const { report = null, ...accepted } = await waitFor<Omit<Reviewed, 'report'> & Partial<Reviewed>>('/v1/reviews', body, options);
      return { ...accepted, report };
    },
    getReview: (id, options) => get<Reviewed>(`/v1/reviews/${encodeURIComponent(id)}`, ['id', 'status', 'report'], options),
    listReviews: (query = {}, options) => get<ReviewPage>(`/v1/reviews?${queryOf(query)}`, ['reviews'], options),
    getExcerpts: (id, options) =>
      get<ReviewExcerpts>(`/v1/reviews/${encodeURIComponent(id)}/excerpts`, ['excerpts'], options, reportPatienceMs),
    findings: (query, options) => get<FindingPage>(`/v1/findings?${queryOf(query)}`, ['findings'], options, reportPatienceMs),
    list: (query = {}, options) => get<ConsultationPage>(`/v1/consultations?${queryOf(query)}`, ['consultations'], options),
    async cancel(id, { signal } = {}) {
      const cancelled = sendForJson<Consultation>(connection, { method: 'DELETE', path: pathOf(id), members: whole, signal });
      return cancelled.catch(async (error: unknown) => {
        const current = await afterLostAnswer(error, () => look(id, { signal }));
        if (current?.status === 'cancelled') return current;
        throw error;
      });
    },
    async purge(id, { signal } = {}) {
      const path = `${pathOf(id)}?purge=true`;
      const gone = (error: unknown) => error instanceof CircleApiError && error.type === 'not-found' && error.attempts > 1;
      await sendForJson<undefined>(connection, { method: 'DELETE', path, members: [], signal }).catch((error: unknown) => {
        // An earlier attempt has done it, and its answer was lost.
        if (!gone(error)) throw error;
      });
    },
    events: (id, options) => followEvents(connection, id, options),
    deliveries: async (id, options) =>
      (await get<{ deliveries: readonly ShownDelivery[] }>(`${pathOf(id)}/deliveries`, ['deliveries'], options)).deliveries,
    resend: async (id, webhookId, options) =>
      (await post<{ deliveries: readonly ShownDelivery[] }>(`${pathOf(id)}/deliveries`, ['deliveries'], { webhookId }, options)).deliveries,
    async handIn(id, body, options) {
      return post<Opinion>(`${pathOf(id)}/opinions`, ['expert', 'status'], body, options).catch(async (error: unknown) => {
        const current = await afterLostAnswer(error, () => look(id, options));
        const mine = current?.opinions.find(({ expert, answer }) => expert === body.expert && answer === body.answer);
        if (mine) return mine;
        throw error;
      });
    },
    feedback: (id, body, options) => post<TakenFeedback>(`${pathOf(id)}/feedback`, ['feedback', 'reliability'], body, options),
    listFeedback: async (id, options) =>
      (await get<{ feedback: readonly Feedback[] }>(`${pathOf(id)}/feedback`, ['feedback'], options)).feedback,
    backup: ({ signal } = {}) => send(connection, { method: 'GET', path: '/v1/backup', signal, patienceMs: backupPatienceMs }),
    experts: async (options) => (await get<{ experts: readonly ShownExpert[] }>('/v1/experts', ['experts'], options)).experts,
    circles: async (options) => (await get<{ circles: readonly ShownCircle[] }>('/v1/circles', ['circles'], options)).circles,
    reliability: (circle, options) =>
      get<CircleReliability>(`/v1/circles/${encodeURIComponent(circle)}/reliability`, ['circle', 'kinds'], options),
    report: (query = {}, options = {}) =>
      get<ReportPage>(`/v1/reports/consultations?${queryOf(query)}`, ['sums'], options, reportPatienceMs),
    schedules: async (options) => (await get<{ schedules: readonly ShownSchedule[] }>('/v1/schedules', ['schedules'], options)).schedules,
  };
}

function pathOf(id: string): string {
  return `/v1/consultations/${encodeURIComponent(id)}`;
}

function queryOf(query: ListQuery | ReportQuery | ReviewQuery | FindingQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
}

/** The events until something is in their way: looking may still work, or say what it is. What a caller throws is not caught. */
async function* eventsIfAny(events: AsyncGenerator<ConsultationEvent, void>): AsyncGenerator<ConsultationEvent, void> {
  try {
    yield* events;
  } catch (error) {
    if (!(error instanceof CircleApiError)) throw error;
  }
}

async function lookUntilEnded(id: string, look: CircleClient['get'], { signal }: CallOptions): Promise<Consultation> {
  for (;;) {
    const consultation = await look(id, { signal });
    if (consultation.status !== 'open') return consultation;
    await pause(lookMs, signal);
  }
}

/** The last event of an ended consultation: behind the acceptance and one for each expert. */
function endOf(consultation: Consultation): ConsultationEvent {
  const type = consultation.verdict === null ? 'failure' : 'verdict';
  return { type, id: consultation.opinions.length + 2, consultation };
}

/** A repeated request that is refused may have been done before, when its answer was lost: what there is then. */
async function afterLostAnswer<Found>(error: unknown, look: () => Promise<Found>): Promise<Found | undefined> {
  if (!(error instanceof CircleApiError && error.type === 'conflict' && error.attempts > 1)) return undefined;
  return look();
}
