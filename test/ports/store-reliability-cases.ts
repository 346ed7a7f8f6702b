/** Learnt reliability and feedback: each lesson is added once, in any order and at once, and a new estimation loses none. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Feedback } from '../../shared/contract/feedback.ts';
import type { Learnt, ReliabilityKey } from '../../shared/contract/reliability.ts';
import type { Store } from '../../shared/ports.ts';
import { expertNames, unique } from './samples.ts';

function newKey(overrides: Partial<ReliabilityKey> = {}): ReliabilityKey {
  return { tenant: 'tenant-a', circle: unique('circle'), kind: 'short', ...overrides };
}

function lesson(right: number, asked = 1, experts = expertNames(2)): Learnt {
  return Object.fromEntries(experts.map((expert) => [expert, { right, asked }]));
}

function sampleFeedback(overrides: Partial<Feedback> = {}): Feedback {
  return { consultationId: unique('run'), answer: '42', about: 'expert-0', receivedAt: '2026-03-02T09:00:00.000Z', ...overrides };
}

export function storeReliabilityCases(open: () => Store, propertyRuns: number): void {
  const read = async (key: ReliabilityKey) => (await open().readReliability(key)).state.experts;

  it('knows nothing of a circle that has learnt nothing', async () => {
    expect(await open().readReliability(newKey())).toEqual({ state: { version: 1, experts: {} }, generation: 0 });
    expect(await open().readFeedback(unique('none'))).toBeUndefined();
    expect(await open().listFeedback(unique('none'))).toEqual([]);
  });

  it('adds the lesson of a verdict once, however often and at once it comes', async () => {
    const key = newKey();
    const id = unique('run');
    const results = await Promise.all(Array.from({ length: 10 }, () => open().learn(key, id, lesson(0.25, 0.5))));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await read(key)).toEqual(lesson(0.25, 0.5));
  });

  it('loses nothing of 20 consultations that end at once', async () => {
    const key = newKey();
    await Promise.all(Array.from({ length: 20 }, (_, index) => open().learn(key, unique('run'), lesson(index % 2))));
    expect(await read(key)).toEqual(lesson(10, 20));
  });

  it('learns from a panel of 50 experts', async () => {
    const key = newKey();
    const large = lesson(1, 1, expertNames(50));
    expect(await open().learn(key, unique('run'), large)).toBe(true);
    expect(await read(key)).toEqual(large);
  });

  it.each<[string, Partial<ReliabilityKey>]>([
    ['tenants', { tenant: 'tenant-b' }],
    ['kinds', { kind: 'choice' }],
    ['circles', { circle: unique('other') }],
  ])('keeps %s apart', async (_, other) => {
    const key = newKey();
    await open().learn(key, unique('run'), lesson(1));
    expect(await read({ ...key, ...other })).toEqual({});
  });

  it('keeps feedback with what it teaches, beside the lesson of the verdict', async () => {
    const key = newKey();
    const feedback = sampleFeedback({ right: true, note: 'looked it up' });
    await open().learn(key, feedback.consultationId, lesson(0.25, 0.25));
    expect(await open().saveFeedback(key, feedback, lesson(-0.25, 0.75))).toEqual(feedback);
    expect(await open().readFeedback(feedback.consultationId)).toEqual(feedback);
    expect(await open().listFeedback(feedback.consultationId)).toEqual([feedback]);
    expect(await read(key)).toEqual(lesson(0, 1));
  });

  it('changes nothing when the same feedback comes again, and says what is stored', async () => {
    const key = newKey();
    const first = sampleFeedback();
    await open().saveFeedback(key, first, lesson(1));
    const again = { ...first, receivedAt: '2026-03-03T09:00:00.000Z' };
    expect(await open().saveFeedback(key, again, lesson(1))).toEqual(first);
    expect(await open().listFeedback(first.consultationId)).toEqual([first]);
    expect(await read(key)).toEqual(lesson(1));
  });

  it('puts later feedback in place of earlier: what that had taught is taken back', async () => {
    const key = newKey();
    const first = sampleFeedback();
    await open().saveFeedback(key, first, { 'expert-0': { right: 1, asked: 1 }, 'expert-2': { right: 1, asked: 1 } });
    const second = { ...first, answer: '43' };
    await open().saveFeedback(key, second, lesson(0));
    expect(await open().readFeedback(first.consultationId)).toEqual(second);
    expect(await read(key)).toEqual({ ...lesson(0), 'expert-2': { right: 0, asked: 0 } });
  });

  it('keeps every piece of feedback in the order in which they came, and learns from the last one', async () => {
    const key = newKey();
    const consultationId = unique('run');
    // More than nine, so that no order of letters passes for an order of numbers; the first one is said again in the end.
    const said = [...Array.from({ length: 12 }, (_, index) => String(index)), '0'].map((answer, minute) =>
      sampleFeedback({
        consultationId,
        answer,
        by: 'Ada',
        note: 'looked it up',
        receivedAt: `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`,
      }),
    );
    for (const feedback of said) await open().saveFeedback(key, feedback, lesson(Number(feedback.answer)));
    expect(await open().listFeedback(consultationId)).toEqual(said);
    expect(await open().readFeedback(consultationId)).toEqual(said.at(-1));
    expect(await read(key)).toEqual(lesson(0));
  });

  it('holds one piece of feedback, and what it teaches, after many at once', async () => {
    const key = newKey();
    const consultationId = unique('run');
    const give = (answer: number) => open().saveFeedback(key, sampleFeedback({ consultationId, answer: String(answer) }), lesson(answer));
    // Feedback that loses every race says so, and has then changed nothing.
    await Promise.allSettled([1, 2, 3, 4].map(give));
    const stored = await open().readFeedback(consultationId);
    const listed = await open().listFeedback(consultationId);
    expect(listed.at(-1)).toEqual(stored);
    expect(new Set(listed.map(({ answer }) => answer)).size).toBe(listed.length);
    expect(await read(key)).toEqual(lesson(Number(stored?.answer)));
  });

  it('puts a new estimation in place of the old one, and keeps what was learnt meanwhile', async () => {
    const key = newKey();
    await open().learn(key, unique('run'), lesson(1, 1, expertNames(3)));
    const before = await open().readReliability(key);
    await open().learn(key, unique('run'), lesson(1));
    expect(await open().replaceReliability(key, before, { version: 1, experts: lesson(0.5, 4) })).toBe(true);
    expect(await read(key)).toEqual({ ...lesson(1.5, 5), 'expert-2': { right: 0, asked: 0 } });
    expect(await open().readReliability(key)).toMatchObject({ generation: 1 });
  });

  it('takes one of two estimations of the same state', async () => {
    const key = newKey();
    await open().learn(key, unique('run'), lesson(1));
    const before = await open().readReliability(key);
    const replace = () => open().replaceReliability(key, before, { version: 1, experts: lesson(3, 4) });
    expect((await Promise.all([replace(), replace()])).filter(Boolean)).toHaveLength(1);
    expect(await read(key)).toEqual(lesson(3, 4));
    expect(await open().replaceReliability(key, before, { version: 1, experts: {} })).toBe(false);
  });

  it('replaces the estimates of more experts than one transaction takes', async () => {
    const key = newKey();
    const many = lesson(2, 4, expertNames(120));
    expect(await open().replaceReliability(key, await open().readReliability(key), { version: 1, experts: many })).toBe(true);
    expect(await read(key)).toEqual(many);
  });

  it('holds the sum of what it was taught, whatever comes in whatever order', async () => {
    // Halves and quarters, whose sums are exact.
    const step = fc.record({
      run: fc.integer({ min: 0, max: 3 }),
      source: fc.constantFrom('verdict' as const, 'feedback' as const),
      right: fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const key = newKey();
        const ids = Array.from({ length: 4 }, () => unique('run'));
        const expected = new Map<string, number>();
        for (const { run, source, right } of steps) {
          const consultationId = ids[run] ?? '';
          if (source === 'feedback')
            await open().saveFeedback(key, sampleFeedback({ consultationId, answer: String(right) }), lesson(right));
          else await open().learn(key, consultationId, lesson(right));
          const place = `${source} ${run}`;
          if (source === 'feedback' || !expected.has(place)) expected.set(place, right);
        }
        const sum = [...expected.values()].reduce((all, one) => all + one, 0);
        expect(await read(key)).toEqual(steps.length === 0 ? {} : lesson(sum, expected.size));
      }),
      { numRuns: Math.ceil(propertyRuns / 4) },
    );
  }, 120_000);

  it('tells feedback from the opinions that it lies beside', async () => {
    const feedback = sampleFeedback();
    await open().saveFeedback(newKey(), feedback, {});
    expect(await open().readOpinions(feedback.consultationId)).toEqual({ opinions: [], attempts: [] });
  });
}
