/** The HTTP API as a caller sees it: every answer is parsed by the contract, which is closed, so an extra field is a failure too. */
import { expect } from 'vitest';
import { z } from 'zod';
import { acceptedConsultation, type Consultation, consultation, consultationSummary } from '../../shared/contract/consultation.ts';
import { type Problem, problem } from '../../shared/contract/problem.ts';
import { circleReliability } from '../../shared/contract/reliability.ts';
import { type ReportPage, reportPage } from '../../shared/contract/report.ts';
import { eventually } from './eventually.ts';

/** An answer with its body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What a request may say beside its path. */
export interface RequestOptions {
  /** Sent as JSON, or as it is if it is a string. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The bearer key; null sends none. */
  readonly key?: string | null;
}

const page = z.strictObject({ consultations: z.array(consultationSummary), cursor: z.string().nullable() });

/** Calls to one API with its key. */
export type CircleClient = ReturnType<typeof circleClient>;

/** A client of the API at `url`; `patienceMs` bounds every wait for an end. */
export function circleClient(url: string, key: string, patienceMs: number) {
  async function send(method: string, path: string, { body, headers, key: ownKey = key }: RequestOptions = {}): Promise<Answer> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ownKey === null ? {} : { authorization: `Bearer ${ownKey}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async function look(id: string): Promise<Consultation> {
    const answer = await send('GET', `/v1/consultations/${id}`);
    expect(answer, answer.text).toMatchObject({ status: 200 });
    return consultation.parse(JSON.parse(answer.text));
  }

  return {
    send,
    look,
    /** Asks, and returns the id of what was accepted. */
    async ask(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> {
      const answer = await send('POST', '/v1/consultations', { body, headers });
      expect(answer, answer.text).toMatchObject({ status: 202 });
      return acceptedConsultation.parse(JSON.parse(answer.text)).id;
    },
    /** Looks until `found` returns something, and returns that. */
    see<Found>(id: string, found: (state: Consultation) => Found | undefined, withinMs = patienceMs): Promise<Found> {
      return eventually(async () => found(await look(id)), withinMs);
    },
    /** The consultation as it has ended. */
    end(id: string, withinMs = patienceMs): Promise<Consultation> {
      return eventually(async () => {
        const state = await look(id);
        if (state.status === 'open') throw new Error(`still open: ${JSON.stringify(state)}`);
        return state;
      }, withinMs);
    },
    async list(query: Readonly<Record<string, string>>): Promise<z.infer<typeof page>> {
      const answer = await send('GET', `/v1/consultations?${new URLSearchParams(query).toString()}`);
      expect(answer, answer.text).toMatchObject({ status: 200 });
      return page.parse(JSON.parse(answer.text));
    },
    cancel: (id: string) => send('DELETE', `/v1/consultations/${id}`),
    listFeedback: (id: string) => send('GET', `/v1/consultations/${id}/feedback`),
    feedback: (id: string, body: unknown) => send('POST', `/v1/consultations/${id}/feedback`, { body }),
    async reliability(name: string): Promise<z.infer<typeof circleReliability>> {
      const answer = await send('GET', `/v1/circles/${name}/reliability`);
      expect(answer, answer.text).toMatchObject({ status: 200 });
      return circleReliability.parse(JSON.parse(answer.text));
    },
    /** Every page of a report, each of so many consultations. */
    async report(query: string, limit: number): Promise<readonly ReportPage[]> {
      const pages: ReportPage[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const from = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const answer = await send('GET', `/v1/reports/consultations?${query}&limit=${limit}${from}`);
        expect(answer, answer.text).toMatchObject({ status: 200 });
        const found = reportPage.parse(JSON.parse(answer.text));
        pages.push(found);
        cursor = found.cursor;
      }
      return pages;
    },
    handIn: (id: string, expert: string, answer: string) => send('POST', `/v1/consultations/${id}/opinions`, { body: { expert, answer } }),
  };
}

/** The problem in an answer, which must be one of this status. */
export function problemIn(answer: Answer, status: number): Problem {
  expect(answer, answer.text).toMatchObject({ status });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const found = problem.parse(JSON.parse(answer.text));
  expect(found.status).toBe(status);
  return found;
}
