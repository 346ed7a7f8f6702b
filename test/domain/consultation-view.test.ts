import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consultation } from '../../shared/contract/consultation.ts';
import type { AttemptNote, Opinion } from '../../shared/contract/opinion.ts';
import { type Run, runStatus } from '../../shared/contract/run.ts';
import { viewConsultation, visibleStatus } from '../../shared/domain/consultation-view.ts';
import { showDeliveries } from '../../shared/domain/delivery.ts';
import { demoNotice } from '../../shared/domain/verdict.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat, sampleVerdict } from '../ports/samples.ts';
import { answered, attemptOf, unanswered } from '../support/samples.ts';

const [a, b, c] = ['expert-0', 'expert-1', 'expert-2'] as const;
const ended = { endedAt: '2026-03-01T10:00:07.500Z' };

describe('an open consultation', () => {
  it('shows opinions as they are, and who is still out, with the reason of a failed attempt', () => {
    const view = viewConsultation(sampleRun(), [answered(a, 'yes')], [attemptOf(b, 'busy')], undefined);

    expect(view).toMatchObject({ status: 'open', verdict: null, timing: { endedAt: null, durationMs: null } });
    expect(view.opinions.map(({ expert }) => expert)).toEqual([a]);
    expect(view.pending).toEqual([{ expert: b, reason: 'busy' }, { expert: c }]);
  });

  it('looks the same while its verdict is being made', () => {
    const run = sampleRun({ status: 'closed', endedBy: 'quorum' });
    expect(viewConsultation(run, [], [], undefined).status).toBe('open');
    expect(viewConsultation(run, [], [], undefined).pending).toHaveLength(3);
  });

  it('shows all that the question came with, its schema as JSON', () => {
    const came = { messages: [{ role: 'user' as const, content: 'Hello.' }], instructions: 'Be brief.', sampling: { temperature: 0 } };
    const view = viewConsultation(sampleRun({ ...came, schema: '{"type":"number"}' }), [], [], undefined);
    expect(consultation.parse(view)).toMatchObject({ ...came, schema: { type: 'number' } });
    expect(viewConsultation(sampleRun(), [], [], undefined)).not.toHaveProperty('schema');
  });

  it('shows what the request stated, but no part of a webhook that deliveries hold back', () => {
    const word = fc.stringMatching(/^[a-z0-9]{12,20}$/);
    const place = fc.constantFrom('?token=', '?a=b&', '#', '?');
    fc.assert(
      fc.property(word, word, fc.option(place), fc.boolean(), (path, secret, before, alone) => {
        const url = `https://Hooks.example.com/${path}${before === null ? '' : `${before}${secret}`}`;
        const stated = { ...(!alone && { quorum: 2 }), webhook: { url } };
        const run = sampleRun({ stated, webhooks: [{ url, key: 'WEBHOOK_SECRET' }] });
        const view = consultation.parse(viewConsultation(run, [], [], undefined));
        const [delivery] = showDeliveries(run, []);
        expect(JSON.stringify([view, delivery])).not.toContain(secret);
        const shown = before === null ? stated : alone ? undefined : { quorum: 2 };
        expect(view.stated).toEqual(shown);
      }),
    );
  });

  it('shows nothing of the workflow: no tenant, no seat', () => {
    const view = viewConsultation(sampleRun(), [], [], undefined);
    expect(JSON.stringify(view)).not.toMatch(/tenant|maxOutputTokens/);
  });
});

describe('an ended consultation', () => {
  it('waits for nobody and shows its verdict and how long it took', () => {
    const run = sampleRun({ status: 'decided', endedBy: 'quorum', ...ended });
    const view = viewConsultation(run, [answered(a, 'yes')], [], sampleVerdict());

    expect(view).toMatchObject({ status: 'decided', pending: [], verdict: { answer: 'yes' }, timing: { durationMs: 7500 } });
  });

  it('has one status for an expert that was heard after the end', () => {
    const run = sampleRun({ status: 'decided', endedBy: 'settled', ...ended });
    const error = { type: 'not-awaited', message: 'the outcome was settled before this answer came', retryable: true };
    const missing = [b, c].map((expert) => ({ expert, status: 'late' as const, error }));
    const opinions = [answered(a, 'yes'), unanswered(b, 'timeout')];

    const { verdict, opinions: shown } = viewConsultation(run, opinions, [attemptOf(c, 'busy')], sampleVerdict({ missing }));

    expect(verdict?.missing.map(({ expert, status }) => [expert, status])).toEqual([
      [b, 'timeout'],
      [c, 'abandoned'],
    ]);
    expect(verdict?.missing).toEqual(shown.slice(1).map(({ expert, status, error: why }) => ({ expert, status, error: why })));
  });

  it('tells both numbers of a lowered quorum', () => {
    expect(viewConsultation(sampleRun({ quorum: 1, declaredQuorum: 3 }), [], [], undefined)).toMatchObject({ quorum: 3, minimum: 1 });
  });

  it('names who had no answer yet and why', () => {
    const run = sampleRun({ status: 'decided', endedBy: 'quorum', ...ended });
    const view = viewConsultation(run, [answered(a, 'yes')], [attemptOf(b, 'busy')], sampleVerdict());

    expect(view.opinions.slice(1)).toMatchObject([
      { expert: b, status: 'abandoned', error: { message: expect.stringMatching(/asked again; its last attempt failed: busy$/) } },
      { expert: c, status: 'late', error: { type: 'not-awaited', message: 'enough answers were in before this answer came' } },
    ]);
  });

  it.each<[Run['status'], string, RegExp]>([
    ['cancelled', 'cancelled', /the caller had cancelled/],
    ['failed', 'late', /the consultation had failed/],
  ])('blames no deadline when it was %s before', (status, shown, message) => {
    const [opinion] = viewConsultation(sampleRun({ status, ...ended }), [], [], undefined).opinions;
    expect(opinion).toMatchObject({ status: shown, error: { message: expect.stringMatching(message) } });
  });

  it('shows the named failure', () => {
    const failure = { type: 'WeighFailed', message: 'the core is gone' };
    expect(viewConsultation(sampleRun({ status: 'failed', failure, ...ended }), [], [], undefined).failure).toEqual(failure);
  });

  it('carries the notice of the demo circle', () => {
    expect(viewConsultation(sampleRun({ demo: true }), [], [], undefined).notice).toBe(demoNotice);
    expect(viewConsultation(sampleRun(), [], [], undefined)).not.toHaveProperty('notice');
  });
});

describe('the cost', () => {
  it('is the sum without the noise of floating point', () => {
    expect(viewConsultation(sampleRun({ costUsd: 0.1 + 0.2 }), [], [], undefined).cost.usd).toBe(0.3);
  });

  it('names the experts whose cost is not known', () => {
    const opinions = [answered(a, 'yes', { costUsd: null }), answered(b, 'yes', { costUsd: 0.1 }), unanswered(c)];
    expect(viewConsultation(sampleRun(), opinions, [], undefined).cost.unknown).toEqual([a]);
  });
});

describe('the cost of experts that were asked and not heard', () => {
  const interrupted = (expert: string): AttemptNote => ({
    ...{ consultationId: 'run-1', expert, attempts: 1, underWay: true, at: '2026-03-01T10:00:02.000Z' },
    ...{ usage: { inputTokens: null, outputTokens: null }, costUsd: null },
  });

  it.each(['failed', 'cancelled', 'no-quorum'] as const)('is not known, and never none, once the run has ended: %s', (status) => {
    const run = sampleRun({ seats: [a, b, c].map(sampleSeat), status, ...ended });
    const notes = [interrupted(a), { ...interrupted(b), usage: { inputTokens: 9, outputTokens: 9 }, costUsd: 0.25 }, attemptOf(c)];
    expect(viewConsultation(run, [], notes, undefined).cost).toEqual({ usd: run.costUsd + 0.25, unknown: [a] });
  });

  it('is left open while the run is', () => {
    expect(viewConsultation(sampleRun(), [], [interrupted(a)], undefined).cost.unknown).toEqual([]);
    expect(viewConsultation(sampleRun({ seats: [sampleSeat(a)] }), [], [interrupted(a)], undefined).pending).toEqual([{ expert: a }]);
  });
});

describe('the duration', () => {
  it('is no shorter than the slowest answer that was waited for, where the clock was set back meanwhile', () => {
    const run = sampleRun({ seats: [a, b, c].map(sampleSeat), status: 'decided', ...ended, createdAt: '2026-03-01T12:00:00.000Z' });
    const opinions = [
      sampleOpinion(a, { latencyMs: 1525 }),
      sampleOpinion(b, { latencyMs: 54 }),
      sampleOpinion(c, { status: 'late', latencyMs: 9999 }),
    ];
    expect(viewConsultation(run, opinions, [], undefined).timing.durationMs).toBe(1525);
  });
});

describe('in every state', () => {
  it('names every seat exactly once, among opinions and pending, in a form that the contract allows', () => {
    const fate = fc.constantFrom<Opinion['status'] | 'none' | 'attempt'>('answered', 'failed', 'late', 'cancelled', 'none', 'attempt');
    fc.assert(
      fc.property(fc.constantFrom(...runStatus.options), fc.array(fate, { minLength: 1, maxLength: 8 }), (status, fates) => {
        const names = expertNames(fates.length);
        const run = sampleRun({ seats: names.map(sampleSeat), status, ...(status === 'open' || status === 'closed' ? {} : ended) });
        const opinions = names.flatMap((expert, index) => opinionOf(expert, fates[index]));
        const attempts = names.filter((_, index) => fates[index] === 'attempt').map((expert) => attemptOf(expert));

        const view = consultation.parse(viewConsultation(run, opinions, attempts, undefined));

        expect([...view.opinions, ...view.pending].map(({ expert }) => expert).toSorted()).toEqual(names.toSorted());
        expect(view.status).toBe(visibleStatus(run));
        if (view.status !== 'open') expect(view.pending).toEqual([]);
      }),
    );
  });
});

function opinionOf(expert: string, fate: Opinion['status'] | 'none' | 'attempt' | undefined): Opinion[] {
  if (fate === undefined || fate === 'none' || fate === 'attempt') return [];
  return [sampleOpinion(expert, { status: fate })];
}
