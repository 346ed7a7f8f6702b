/** Learnt reliability: each lesson is added once, in any order and at once, and a new estimation loses none. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReliabilityKey } from '../../shared/contract/reliability.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { lesson, newKey, sampleFeedback } from './lessons.ts';
import { expertNames, unique } from './samples.ts';

export function reliabilityCases(open: () => StoredPorts, propertyRuns: number): void {
  const read = async (key: ReliabilityKey) => (await open().reliability.read(key)).state.experts;

  it('knows nothing of a circle that has learnt nothing', async () => {
    expect(await open().reliability.read(newKey())).toEqual({ state: { version: 1, experts: {} }, generation: 0 });
    expect(await open().feedback.read(unique('none'))).toBeUndefined();
    expect(await open().feedback.list(unique('none'))).toEqual([]);
  });

  it('adds the lesson of a verdict once, however often and at once it comes', async () => {
    const key = newKey();
    const id = unique('run');
    const results = await Promise.all(Array.from({ length: 10 }, () => open().reliability.learn(key, id, lesson(0.25, 0.5))));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await read(key)).toEqual(lesson(0.25, 0.5));
  });

  it('loses nothing of 20 consultations that end at once', async () => {
    const key = newKey();
    await Promise.all(Array.from({ length: 20 }, (_, index) => open().reliability.learn(key, unique('run'), lesson(index % 2))));
    expect(await read(key)).toEqual(lesson(10, 20));
  });

  it('learns from a panel of 50 experts', async () => {
    const key = newKey();
    const large = lesson(1, 1, expertNames(50));
    expect(await open().reliability.learn(key, unique('run'), large)).toBe(true);
    expect(await read(key)).toEqual(large);
  });

  it('keeps what an outcome teaches of each two of 14 experts, as the core names it', async () => {
    const key = newKey();
    const experts = expertNames(14);
    const judged = experts.map((expert) => `judged ${expert}`);
    const pairs = experts.flatMap((one, at) => experts.slice(0, at).map((other) => `pair ${[one, other].sort().join(' ')}`));
    const taught = lesson(1, 2, [...experts, ...judged, ...pairs, 'foretold 19', 'foretold mean-19', 'foretold sure-100']);
    expect(await open().reliability.learn(key, unique('run'), taught)).toBe(true);
    expect(await open().reliability.learn(key, unique('run'), taught)).toBe(true);
    expect(await read(key)).toEqual(lesson(2, 4, Object.keys(taught)));
  });

  it.each<[string, Partial<ReliabilityKey>]>([
    ['tenants', { tenant: 'tenant-b' }],
    ['kinds', { kind: 'choice' }],
    ['circles', { circle: unique('other') }],
  ])('keeps %s apart', async (_, other) => {
    const key = newKey();
    await open().reliability.learn(key, unique('run'), lesson(1));
    expect(await read({ ...key, ...other })).toEqual({});
  });

  it('puts a new estimation in place of the old one, and keeps what was learnt meanwhile', async () => {
    const key = newKey();
    await open().reliability.learn(key, unique('run'), lesson(1, 1, expertNames(3)));
    const before = await open().reliability.read(key);
    await open().reliability.learn(key, unique('run'), lesson(1));
    expect(await open().reliability.replace(key, before, { version: 1, experts: lesson(0.5, 4) })).toBe(true);
    expect(await read(key)).toEqual({ ...lesson(1.5, 5), 'expert-2': { right: 0, asked: 0 } });
    expect(await open().reliability.read(key)).toMatchObject({ generation: 1 });
  });

  it('takes one of two estimations of the same state', async () => {
    const key = newKey();
    await open().reliability.learn(key, unique('run'), lesson(1));
    const before = await open().reliability.read(key);
    const replace = () => open().reliability.replace(key, before, { version: 1, experts: lesson(3, 4) });
    expect((await Promise.all([replace(), replace()])).filter(Boolean)).toHaveLength(1);
    expect(await read(key)).toEqual(lesson(3, 4));
    expect(await open().reliability.replace(key, before, { version: 1, experts: {} })).toBe(false);
  });

  it('replaces the estimates of more experts than one transaction takes', async () => {
    const key = newKey();
    const many = lesson(2, 4, expertNames(120));
    expect(await open().reliability.replace(key, await open().reliability.read(key), { version: 1, experts: many })).toBe(true);
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
        for (const { run, source, right } of promised(steps)) {
          const consultationId = ids[run] ?? '';
          if (source === 'feedback')
            await open().feedback.save(key, sampleFeedback({ consultationId, answer: String(right) }), lesson(right));
          else await open().reliability.learn(key, consultationId, lesson(right));
          const place = `${source} ${run}`;
          if (source === 'feedback' || !expected.has(place)) expected.set(place, right);
        }
        const sum = [...expected.values()].reduce((all, one) => all + one, 0);
        expect(await read(key)).toEqual(expected.size === 0 ? {} : lesson(sum, expected.size));
      }),
      { numRuns: Math.ceil(propertyRuns / 4) },
    );
  }, 120_000);
}

interface Step {
  readonly run: number;
  readonly source: 'verdict' | 'feedback';
  readonly right: number;
}

/** The steps whose outcome is promised: a verdict's lesson is repeated at once, before that of another one, or not at all. */
function promised(steps: readonly Step[]): readonly Step[] {
  const taught: number[] = [];
  return steps.filter(({ source, run }) => {
    if (source === 'feedback') return true;
    if (taught.includes(run) && taught.at(-1) !== run) return false;
    taught.push(run);
    return true;
  });
}
