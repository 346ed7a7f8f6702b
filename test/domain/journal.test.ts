import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debateReason, judgeReason } from '../../shared/contract/deliberation.ts';
import { type JournalEntry, journalEntry, readEntry, runEnd, writeEntry } from '../../shared/contract/journal.ts';
import { firstJudgeRound, rankingRound, synthesisRound } from '../../shared/contract/judge-round.ts';
import { reasonedEntries } from '../../shared/contract/later-words.ts';
import { limitName } from '../../shared/contract/limits.ts';
import { isMiss, opinionStatus } from '../../shared/contract/opinion.ts';
import { countedAnswers, progressOf } from '../../shared/contract/progress.ts';
import { stageReason } from '../../shared/contract/strategy.ts';
import { endedBy } from '../../shared/contract/verdict.ts';

const at = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
const expert = fc.stringMatching(/^[a-z0-9]{1,10}$/);
const round = fc.integer({ min: 1, max: 9 });
const costUsd = fc.option(fc.double({ min: 0, max: 100, noNaN: true }));
const failure = fc.record({ type: fc.string(), message: fc.string() });

const amounts = fc.record(
  { calls: fc.integer({ min: 0, max: 99 }), tokens: fc.integer({ min: 0, max: 1e9 }), usd: fc.double({ min: 0, max: 100, noNaN: true }) },
  { requiredKeys: [] },
);
const lacks = fc.constantFrom(...limitName.options);
const charged = fc.tuple(amounts, fc.option(lacks)).map(([used, over]) => ({ ...used, ...(over && { over }) }));

const opinion = fc.record({
  type: fc.constant('opinion' as const),
  at,
  expert,
  round,
  status: fc.constantFrom(...opinionStatus.options),
  costUsd,
});
const grants = fc.array(fc.oneof(amounts, fc.record({ lacks })), { minLength: 1, maxLength: 50 });
const firstOpinion = opinion.map((one) => ({ ...one, round: 1 }));
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ type: fc.constantFrom('opened' as const, 'asked' as const), at }),
  fc.record({ type: fc.constant('opened' as const), at, machine: fc.record({ boot: expert, ms: fc.nat() }) }),
  fc.record({ type: fc.constant('took' as const), at, ms: fc.nat() }),
  fc.record({ type: fc.constant('asked' as const), at, stages: fc.integer({ min: 1, max: 50 }) }),
  opinion,
  fc.tuple(opinion, charged).map(([one, used]) => ({ ...one, charged: used })),
  fc
    .tuple(opinion, fc.option(charged, { nil: undefined }), expert)
    .map(([one, used, failedBy]) => ({ ...one, ...(used && { charged: used }), failedBy })),
  fc
    .tuple(expert, expert, expert, fc.option(amounts, { nil: undefined }), at)
    .map(([seat, by, reason, grant, moment]) => ({ type: 'replaced' as const, at: moment, seat, by, reason, ...(grant && { grant }) })),
  fc.record({ type: fc.constant('joined' as const), at, expert }),
  fc.record({
    type: fc.constant('planned' as const),
    at,
    stages: fc.array(fc.array(fc.integer({ min: 0, max: 49 }), { minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({
    type: fc.constant('stage' as const),
    at,
    stage: fc.integer({ min: 1, max: 49 }),
    reason: fc.constantFrom(...stageReason.options),
  }),
  fc.record({
    type: fc.constant('stage' as const),
    at,
    stage: fc.integer({ min: 1, max: 49 }),
    reason: fc.constant('open' as const),
    grants,
  }),
  fc.record({
    type: fc.constant('round' as const),
    at,
    round: fc.integer({ min: 2, max: 9 }),
    reason: fc.constantFrom(...debateReason.options),
    experts: fc.array(expert, { maxLength: 50 }),
  }),
  fc.record({
    type: fc.constant('judge' as const),
    at,
    round: fc.integer({ min: 3, max: 9 }),
    reason: fc.constantFrom(...judgeReason.options),
    experts: fc.array(expert, { maxLength: 1 }),
  }),
  fc.record({
    type: fc.constant('ranking' as const),
    at,
    round: fc.constant(9 as const),
    reason: fc.constantFrom(...debateReason.options),
    experts: fc.array(expert, { maxLength: 50 }),
  }),
  fc.record({ type: fc.constant('sent' as const), at, round: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ type: fc.constant('corrected' as const), at, expert, round }),
  fc.record({ type: fc.constant('closed' as const), at, endedBy: fc.constantFrom(...endedBy.options) }),
  fc.record({ type: fc.constant('ended' as const), at, end: fc.constantFrom(...runEnd.options) }),
  fc.record({ type: fc.constant('ended' as const), at, end: fc.constant('failed' as const), failure }),
);

describe('an entry of a journal', () => {
  it('is read as it was written, whatever it says', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(readEntry(writeEntry(one))).toEqual(one);
      }),
    );
  });

  it('is one line, so that lines can be kept one below the other', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(writeEntry(one)).not.toMatch(/[\n\r]/);
      }),
    );
  });

  it.each(reasonedEntries)('of type "%s" with a reason that only a later version knows is read with one of ours', (type) => {
    const numbered =
      type === 'closed' ? [] : [{ stage: 1, round: 2, judge: firstJudgeRound, ranking: rankingRound, synthesis: synthesisRound }[type]];
    const text = JSON.stringify([
      type,
      1764414000123,
      ...numbered,
      'foreseen',
      ...(numbered.length > 0 && type !== 'stage' ? ['ada'] : []),
    ]);
    const read = readEntry(text);
    expect(read).toMatchObject({ type });
    expect(JSON.stringify(read)).not.toContain('foreseen');
    expect(() => readEntry(text.replace('"foreseen"', '7'))).toThrow();
  });

  it('whose word decides is not guessed: it is refused, and its message comes again', () => {
    expect(() => readEntry('["opinion",1764414000123,"ada",1,"foreseen",null]')).toThrow();
    expect(() => readEntry('["ended",1764414000123,"foreseen"]')).toThrow();
  });

  it('of a type that only a later version knows is passed over, and so is what a later version adds behind', () => {
    expect(readEntry('["paused",1764414000123,"why"]')).toBeUndefined();
    expect(readEntry('["closed",1764414000123,"all","more",7]')).toEqual({
      type: 'closed',
      at: '2025-11-29T11:00:00.123Z',
      endedBy: 'all',
    });
  });

  it.each(['', '{}', '["closed"]', '["closed",1,7]', '["opinion",1,"ada",0,"answered",1]', '["opinion",1,"ada",1,"answered",-1]'])(
    'that is broken is refused: %s',
    (text) => expect(() => readEntry(text)).toThrow(),
  );

  it('has a schema that knows each of its types', () => {
    fc.assert(
      fc.property(entry, (one) => {
        expect(journalEntry.parse(one)).toEqual(one);
      }),
    );
  });
});

describe('what a journal tells', () => {
  const course = fc.record({
    before: fc.array(firstOpinion, { maxLength: 12 }),
    after: fc.array(firstOpinion, { maxLength: 6 }),
    end: fc.constantFrom(...runEnd.options),
  });

  it('counts what came before the close, and charges all of it', () => {
    fc.assert(
      fc.property(course, ({ before, after, end }) => {
        const closed: JournalEntry = { type: 'closed', at: '2026-03-01T10:00:00.000Z', endedBy: 'all' };
        const ended: JournalEntry = { type: 'ended', at: '2026-03-01T10:00:01.000Z', end };
        const run = progressOf([...before, closed, ...after, ended]);
        expect(run.answered).toBe(before.filter(({ status }) => status === 'answered').length);
        expect(run.failed).toBe(before.filter(({ status }) => isMiss(status)).length);
        expect(run.arrivals).toEqual([...before, ...after].map((one) => one.expert));
        expect(run.costUsd).toBeCloseTo(
          [...before, ...after].reduce((sum, one) => sum + (one.costUsd ?? 0), 0),
          6,
        );
        expect(run).toMatchObject({ status: end, endedBy: 'all', endedAt: ended.at });
        const answered = before.filter(({ status }) => status === 'answered').map((one) => one.expert);
        expect(countedAnswers([...before, closed, ...after])).toEqual(new Set(answered));
      }),
    );
  });

  it('counts a second round in no number of the first, charges it, and begins it once', () => {
    fc.assert(
      fc.property(fc.array(firstOpinion, { maxLength: 6 }), fc.array(opinion, { maxLength: 6 }), (first, more) => {
        const second = more.map((one) => ({ ...one, round: 2 }));
        const begun: JournalEntry = { type: 'round', at: '2026-03-01T10:00:00.000Z', round: 2, reason: 'split', experts: ['ada'] };
        const run = progressOf([...first, begun, begun, ...second]);
        const once = progressOf(first);
        expect(run).toMatchObject({ answered: once.answered, failed: once.failed, arrivals: once.arrivals });
        expect(run.costUsd).toBeCloseTo(once.costUsd + second.reduce((sum, one) => sum + (one.costUsd ?? 0), 0), 6);
        expect(run.rounds?.map(({ after, heard }) => [after, heard.map((one) => one.expert)])).toEqual([
          [first.length, second.map((one) => one.expert)],
        ]);
      }),
    );
  });

  it('is an open run that has cost nothing where nothing has happened', () => {
    expect(progressOf([])).toEqual({ status: 'open', answered: 0, failed: 0, arrivals: [], costUsd: 0, sent: false });
  });
});
