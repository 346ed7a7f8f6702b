/** Waiting within a call: it ends with the consultation, with the time, or with the caller. */
import { describe, expect, it } from 'vitest';
import { CircleApiError } from '../../shared/client/api-error.ts';
import type { CircleClient } from '../../shared/client/client.ts';
import type { Consultation } from '../../shared/contract/consultation.ts';
import type { ConsultationEvent } from '../../shared/contract/event.ts';
import { type Progress, waitForEnd } from '../../shared/mcp/wait.ts';
import { answered } from '../support/samples.ts';

const state = (status: Consultation['status']): Consultation => ({
  id: 'run-1',
  status,
  question: '?',
  kind: 'text',
  circle: 'default',
  quorum: 1,
  verdict: null,
  opinions: [],
  pending: status === 'open' ? [{ expert: 'ada' }, { expert: 'bob' }] : [],
  cost: { usd: 0, unknown: [] },
  timing: { createdAt: '2026-03-01T10:00:00.000Z', deadlineAt: '2026-03-01T10:01:00.000Z', endedAt: null, durationMs: null },
});

/** A client whose looks give these states in turn, the last one for ever, and whose stream is `events`. */
function clientOf(states: readonly Consultation['status'][], events: CircleClient['events'] = never) {
  const client = {
    looks: 0,
    async get() {
      const status = states[Math.min(client.looks, states.length - 1)] ?? 'open';
      client.looks += 1;
      return state(status);
    },
    events,
  };
  return client;
}

/** A stream in which nothing happens until its signal ends it. */
async function* never(_: string, { signal }: Parameters<CircleClient['events']>[1] = {}): AsyncGenerator<ConsultationEvent, void> {
  await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
  yield { type: 'accepted', id: 1, consultation: state('open') };
}

const quiet = { onProgress: async () => undefined, signal: new AbortController().signal };

describe('waiting for the end', () => {
  it('takes no stream for a consultation that has ended, or where nobody wants to wait', async () => {
    const ended = clientOf(['decided']);
    const open = clientOf(['open']);
    expect(await waitForEnd(ended, 'run-1', { ...quiet, seconds: 60 })).toMatchObject({ status: 'decided' });
    expect(await waitForEnd(open, 'run-1', { ...quiet, seconds: 0 })).toMatchObject({ status: 'open' });
    expect([ended.looks, open.looks]).toEqual([1, 1]);
  });

  it('ends when the server begins to stop, with the consultation as it stands', async () => {
    const client = clientOf(['open']);
    const closing = new AbortController();
    const waited = waitForEnd(client, 'run-1', { ...quiet, seconds: 60, closing: closing.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    closing.abort();
    expect(await waited).toMatchObject({ id: 'run-1', status: 'open' });
  });

  it('ends when the time is over, with the consultation as it stands', async () => {
    const client = clientOf(['open']);
    expect(await waitForEnd(client, 'run-1', { ...quiet, seconds: 0.02 })).toMatchObject({ status: 'open' });
    expect(client.looks).toBe(2);
  });

  it('ends when the caller has gone', async () => {
    const caller = new AbortController();
    const waiting = waitForEnd(clientOf(['open']), 'run-1', { ...quiet, seconds: 60, signal: caller.signal });
    setTimeout(() => caller.abort(new Error('gone')), 10);
    await expect(waiting).rejects.toThrow('gone');
  });

  it('counts the opinions as they land, and nothing else', async () => {
    const told: Progress[] = [];
    async function* events(): AsyncGenerator<ConsultationEvent, void> {
      yield { type: 'accepted', id: 1, consultation: state('open') };
      const error = { type: 'rate-limited', message: 'busy', retryable: true };
      yield {
        type: 'attempt',
        id: 1,
        attempt: { consultationId: 'run-1', expert: 'bob', attempts: 1, error, at: '2026-03-01T10:00:00.000Z' },
      };
      yield { type: 'opinion', id: 2, opinion: answered('ada', 'a secret answer') };
      yield { type: 'opinion', id: 3, opinion: answered('bob', 'another') };
      yield { type: 'verdict', id: 4, consultation: state('decided') };
    }
    const onProgress = async (progress: Progress) => void told.push(progress);
    const end = await waitForEnd(clientOf(['open'], events), 'run-1', { ...quiet, seconds: 60, onProgress });
    expect(end.status).toBe('decided');
    expect(told.map(({ progress, total }) => [progress, total])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(JSON.stringify(told)).not.toContain('answer"');
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('looks once more where streams break off again and again', async () => {
    async function* broken(): AsyncGenerator<ConsultationEvent, void> {
      yield { type: 'accepted', id: 1, consultation: state('open') };
      throw new CircleApiError('broken', { type: 'events-broken', status: 0, retryable: true });
    }
    expect(await waitForEnd(clientOf(['open', 'decided'], broken), 'run-1', { ...quiet, seconds: 60 })).toMatchObject({
      status: 'decided',
    });
  });

  it('passes on what the API refuses', async () => {
    async function* refused(): AsyncGenerator<ConsultationEvent, void> {
      yield { type: 'accepted', id: 1, consultation: state('open') };
      throw new CircleApiError('no', { type: 'unauthorized', status: 401, retryable: false });
    }
    await expect(waitForEnd(clientOf(['open'], refused), 'run-1', { ...quiet, seconds: 60 })).rejects.toThrow('no');
  });
});
