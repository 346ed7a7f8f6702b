/**
 * The correctness rules of the fan-out as properties: whatever calls arrive, in whatever order, doubled and at once, nothing is
 * counted twice, frozen opinions stay as they are, and a run ends once.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Opinion, OpinionStatus } from '../../shared/contract/opinion.ts';
import type { Run, RunStatus } from '../../shared/contract/run.ts';
import { type EndedBy, endedBy } from '../../shared/contract/verdict.ts';
import type { RecordOutcome } from '../../shared/ports/opinions.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat, sampleVerdict } from './samples.ts';

type Command =
  | { readonly do: 'record'; readonly expert: string; readonly status: OpinionStatus; readonly costUsd: number | null }
  | { readonly do: 'close'; readonly rule: EndedBy }
  | { readonly do: 'end'; readonly method: string }
  | { readonly do: 'fail' | 'cancel' };

/** What the calls have answered so far: the whole truth that a caller can know. */
interface Seen {
  readonly recorded: { readonly outcome: RecordOutcome; readonly opinion: Opinion }[];
  /** The status that each successful ending gave, and the method of its verdict. */
  readonly endings: { readonly status: RunStatus; readonly method?: string }[];
  /** What a reader saw of the run after it had closed. */
  frozen: { readonly answers: readonly Opinion[]; readonly run: Pick<Run, 'answered' | 'failed' | 'endedBy'> } | undefined;
}

const at = '2026-03-01T10:00:30.000Z';
const experts = expertNames(5);

const record = fc.record({
  do: fc.constant('record' as const),
  expert: fc.constantFrom(...experts),
  status: fc.constantFrom<OpinionStatus>('answered', 'answered', 'failed', 'timeout', 'cancelled'),
  costUsd: fc.constantFrom(null, 0, 0.25, 1.5),
});
const ending = fc.oneof(
  fc.record({ do: fc.constant('close' as const), rule: fc.constantFrom(...endedBy.options) }),
  fc.record({ do: fc.constant('end' as const), method: fc.constantFrom('first', 'second', 'third') }),
  fc.record({ do: fc.constantFrom('fail' as const, 'cancel' as const) }),
);
const command: fc.Arbitrary<Command> = fc.oneof({ weight: 3, arbitrary: record }, { weight: 1, arbitrary: ending });
/** The calls of one wave are made at once, the waves one after another. */
const waves = fc.array(fc.array(command, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });

export function storedProperties(open: () => StoredPorts, numRuns: number): void {
  it(
    'counts nothing twice, never changes what is frozen, and ends once',
    () =>
      fc.assert(
        fc.asyncProperty(waves, async (list) => {
          const run = sampleRun({ seats: experts.map(sampleSeat) });
          await open().runs.create(run);
          const seen: Seen = { recorded: [], endings: [], frozen: undefined };
          for (const wave of list) {
            await Promise.all(wave.map((one) => call(open(), run.id, one, seen)));
            await check(open(), run.id, seen);
          }
        }),
        { numRuns },
      ),
    120_000,
  );

  it(
    'gives every answer of one run of the workflow exactly one place, whenever the close comes',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.nat({ max: 10 }),
          fc.shuffledSubarray([...experts, ...experts], { minLength: 5 }),
          async (closeAfter, deliveries) => {
            const run = sampleRun({ seats: experts.map(sampleSeat) });
            await open().runs.create(run);
            const seen: Seen = { recorded: [], endings: [], frozen: undefined };
            const answer = (expert: string): Promise<void> =>
              call(open(), run.id, { do: 'record', expert, status: 'answered', costUsd: 0.25 }, seen);
            for (const expert of deliveries.slice(0, closeAfter)) await answer(expert);
            await open().runs.close(run.id, () => 'deadline');
            for (const expert of deliveries.slice(closeAfter)) await answer(expert);
            await check(open(), run.id, seen);
            expect((await open().runs.get(run.id))?.answered).toBe(new Set(deliveries.slice(0, closeAfter)).size);
          },
        ),
        { numRuns: Math.ceil(numRuns / 2) },
      ),
    120_000,
  );
}

async function call(store: StoredPorts, id: string, one: Command, seen: Seen): Promise<void> {
  switch (one.do) {
    case 'record': {
      const opinion = sampleOpinion(one.expert, { status: one.status, costUsd: one.costUsd });
      const { outcome } = await store.opinions.record(id, opinion);
      seen.recorded.push({ outcome, opinion });
      return;
    }
    case 'close':
      await store.runs.close(id, () => one.rule);
      return;
    case 'end':
      if (await store.verdicts.publish(id, 'decided', sampleVerdict({ method: one.method }), at)) {
        seen.endings.push({ status: 'decided', method: one.method });
      }
      return;
    case 'fail':
      if (await store.runs.fail(id, { type: 'Failed', message: 'failed' }, at)) seen.endings.push({ status: 'failed' });
      return;
    case 'cancel':
      if (await store.runs.cancel(id, at)) seen.endings.push({ status: 'cancelled' });
  }
}

async function check(store: StoredPorts, id: string, seen: Seen): Promise<void> {
  const run = await store.runs.get(id);
  if (run === undefined) throw new Error('the run has gone');
  const { opinions } = await store.opinions.read(id);
  const answers = opinions.filter(({ status }) => status === 'answered');
  checkCounts(run, opinions, answers, seen);
  checkFrozen(run, answers, seen);
  await checkEnding(store, run, seen);
}

function checkCounts(run: Run, opinions: readonly Opinion[], answers: readonly Opinion[], { recorded }: Seen): void {
  const stored = recorded.filter(({ outcome }) => outcome !== 'duplicate');
  const failures = stored.filter(
    ({ outcome, opinion: { status } }) => outcome === 'counted' && (status === 'failed' || status === 'timeout'),
  );
  expect(run.answered, 'answered is the number of opinions with this status').toBe(answers.length);
  expect(run.failed, 'failed is the number of counted failures').toBe(failures.length);
  expect(run.costUsd, 'every stored opinion is paid once').toBeCloseTo(
    stored.reduce((sum, { opinion }) => sum + (opinion.costUsd ?? 0), 0),
    9,
  );
  expect(stored.map(({ opinion }) => opinion.expert).toSorted(), 'each expert is stored once').toEqual(
    [...new Set(recorded.map(({ opinion }) => opinion.expert))].toSorted(),
  );
  const expected = stored.map(({ outcome, opinion }) =>
    outcome === 'late' && opinion.status === 'answered' ? { ...opinion, status: 'late' } : opinion,
  );
  expect(opinions, 'what is stored is what was not a duplicate').toEqual(expected.toSorted((a, b) => (a.expert < b.expert ? -1 : 1)));
  if (run.status === 'open') {
    expect(
      stored.filter(({ outcome }) => outcome === 'late'),
      'nothing is late while the run is open',
    ).toEqual([]);
  }
}

function checkFrozen(run: Run, answers: readonly Opinion[], seen: Seen): void {
  if (seen.frozen !== undefined) {
    const { answered, failed, endedBy: rule } = run;
    expect({ answered, failed, endedBy: rule }, 'the counts and the rule stay').toEqual(seen.frozen.run);
    expect(isDeepStrictEqual(answers, seen.frozen.answers), 'the frozen answers stay').toBe(true);
    expect(run.status, 'a closed run does not open again').not.toBe('open');
  } else if (run.status !== 'open') {
    const { answered, failed, endedBy: rule } = run;
    seen.frozen = { answers, run: { answered, failed, endedBy: rule } };
  }
}

async function checkEnding(store: StoredPorts, run: Run, { endings }: Seen): Promise<void> {
  const [first, ...more] = endings;
  expect(more, 'a run ends once').toEqual([]);
  const verdict = await store.verdicts.get(run.id);
  expect(verdict?.method, 'a verdict exists exactly where one ended the run').toBe(first?.method);
  if (first === undefined) {
    expect(['open', 'closed'], 'a run ends by a call that says so').toContain(run.status);
  } else {
    expect(run, 'the ending stays').toMatchObject({ status: first.status, endedAt: at });
  }
}
