/** A run as events: rising ids that never change their meaning, whatever comes later. */
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consultationEvent } from '../../shared/contract/event.ts';
import type { Run } from '../../shared/contract/run.ts';
import { endId, eventsOf } from '../../shared/domain/consultation-events.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat, sampleVerdict } from '../ports/samples.ts';

const ended: Partial<Run> = { status: 'decided', endedAt: '2026-03-01T10:00:09.000Z', endedBy: 'quorum', answered: 2 };
const opinions = ['expert-0', 'expert-1', 'expert-2'].map((expert) => sampleOpinion(expert));

describe('the events of a run', () => {
  it('begin with the acceptance, before any answer', () => {
    const [first, ...others] = eventsOf(sampleRun(), [], [], undefined);
    expect(first).toMatchObject({ type: 'accepted', id: 1, consultation: { status: 'open', opinions: [], verdict: null } });
    expect(others).toEqual([]);
  });

  it('tell of each opinion in the order in which it came', () => {
    const run = sampleRun({ arrivals: ['expert-2', 'expert-0'], answered: 2 });
    expect(eventsOf(run, opinions.slice(0, 1).concat(opinions.slice(2)), [], undefined).slice(1)).toMatchObject([
      { type: 'opinion', id: 2, opinion: { expert: 'expert-2' } },
      { type: 'opinion', id: 3, opinion: { expert: 'expert-0' } },
    ]);
  });

  it('end with the verdict and all that belongs to it', () => {
    const run = sampleRun({ ...ended, arrivals: ['expert-0', 'expert-1'] });
    const last = eventsOf(run, opinions.slice(0, 2), [], sampleVerdict()).at(-1);
    expect(last).toMatchObject({ type: 'verdict', id: endId(run), consultation: { status: 'decided', verdict: { answer: 'yes' } } });
  });

  it.each(['failed', 'cancelled'] as const)('end with a failure when the run is %s', (status) => {
    const run = sampleRun({ status, endedAt: '2026-03-01T10:00:09.000Z' });
    expect(eventsOf(run, [], [], undefined).at(-1)).toMatchObject({ type: 'failure', consultation: { status } });
  });

  it('do not end while the verdict is being made', () => {
    const run = sampleRun({ status: 'closed', endedBy: 'quorum', arrivals: ['expert-0'] });
    expect(eventsOf(run, opinions.slice(0, 1), [], undefined).map(({ type }) => type)).toEqual(['accepted', 'opinion']);
  });

  it('show a run that began before arrivals were kept', () => {
    expect(eventsOf(sampleRun(ended), opinions, [], sampleVerdict()).map(({ type }) => type)).toEqual(['accepted', 'verdict']);
  });

  property.prop([
    fc.integer({ min: 1, max: 8 }).chain((seats) => fc.shuffledSubarray([...expertNames(seats)], { minLength: 1 })),
    fc.nat(8),
  ])('rise, fit the contract, and mean the same after later answers and the end', (arrivals, known) => {
    const seats = expertNames(8).map(sampleSeat);
    const all = arrivals.map((expert) => sampleOpinion(expert));
    const early = sampleRun({ id: 'run-1', seats, arrivals: arrivals.slice(0, known) });
    const late = sampleRun({ id: 'run-1', seats, ...ended, arrivals });
    const before = eventsOf(early, all.slice(0, known), [], undefined);
    const after = eventsOf(late, all, [], sampleVerdict());
    const ids = after.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(after.slice(0, before.length)).toEqual(before);
    for (const event of after) expect(consultationEvent.parse(event)).toEqual(event);
  });
});
