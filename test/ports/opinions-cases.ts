/** Opinions: stored once, counted once, late after the close; attempts beside them. */
import { expect, it } from 'vitest';
import { type Attempt, answerMaxBytes, type OpinionStatus } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import { type EndedBy, endedBy } from '../../shared/contract/verdict.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat } from './samples.ts';

const endedAt = '2026-03-01T10:00:30.000Z';

function sampleAttempt(consultationId: string, expert: string, attempts: number): Attempt {
  const error = { type: 'rate-limited', message: `refused ${attempts} times`, retryable: true };
  return { consultationId, expert, attempts, error, at: '2026-03-01T10:00:02.000Z' };
}

export function opinionsCases(open: () => StoredPorts): void {
  async function create(experts = 3): Promise<string> {
    const run = sampleRun({ seats: expertNames(experts).map(sampleSeat) });
    await open().runs.create(run);
    return run.id;
  }

  it.each<[OpinionStatus, number, number]>([
    ['answered', 1, 0],
    ['failed', 0, 1],
    ['timeout', 0, 1],
    ['unreadable', 0, 1],
    ['abandoned', 0, 0],
    ['cancelled', 0, 0],
  ])('counts an opinion that is %s as %i answered and %i failed', async (status, answered, failed) => {
    const id = await create();
    const opinion = sampleOpinion('expert-0', { status });
    expect(await open().opinions.record(id, opinion)).toMatchObject({ outcome: 'counted', run: { answered, failed, costUsd: 0.25 } });
    expect((await open().opinions.read(id)).opinions).toEqual([opinion]);
  });

  it('counts a redelivered opinion once and keeps the first', async () => {
    const id = await create();
    const first = sampleOpinion('expert-0');
    await open().opinions.record(id, first);
    const again = await open().opinions.record(id, sampleOpinion('expert-0', { answer: 'no, on second thought' }));
    expect(again).toMatchObject({ outcome: 'duplicate', run: { answered: 1, costUsd: 0.25 } });
    expect((await open().opinions.read(id)).opinions).toEqual([first]);
  });

  it('puts a corrected answer in the place of the counted one, and counts it no second time', async () => {
    const id = await create();
    await open().opinions.record(id, sampleOpinion('expert-0'));
    const corrected = sampleOpinion('expert-0', { answer: 'no, on second thought' });
    expect(await open().opinions.correct(id, corrected)).toBe(true);
    expect(await open().opinions.read(id)).toMatchObject({ opinions: [{ answer: 'no, on second thought' }] });
    expect(await open().runs.get(id)).toMatchObject({ answered: 1, status: 'open' });
  });

  it('corrects nothing that was not answered, and nothing after the close', async () => {
    const id = await create();
    const opinion = sampleOpinion('expert-0', { answer: 'no' });
    expect(await open().opinions.correct(id, opinion)).toBe(false);
    await open().opinions.record(id, sampleOpinion('expert-1', { status: 'failed' }));
    expect(await open().opinions.correct(id, sampleOpinion('expert-1'))).toBe(false);
    await open().opinions.record(id, sampleOpinion('expert-0'));
    await open().runs.close(id, () => 'deadline');
    expect(await open().opinions.correct(id, opinion)).toBe(false);
    expect((await open().opinions.read(id)).opinions).toMatchObject([sampleOpinion('expert-0'), { status: 'failed' }]);
  });

  it.each([null, undefined])('adds no cost for a price of %s', async (costUsd) => {
    const id = await create();
    const { run } = await open().opinions.record(id, { ...sampleOpinion('expert-0'), costUsd });
    expect(run).toMatchObject({ answered: 1, costUsd: 0 });
  });

  it('keeps an answer after the close as late, with its cost but not counted', async () => {
    const id = await create();
    await open().opinions.record(id, sampleOpinion('expert-0'));
    await open().runs.close(id, () => 'deadline');
    const late = sampleOpinion('expert-1');
    expect(await open().opinions.record(id, late)).toMatchObject({ outcome: 'late', run: { status: 'closed', answered: 1, costUsd: 0.5 } });
    expect((await open().opinions.read(id)).opinions).toEqual([sampleOpinion('expert-0'), { ...late, status: 'late' }]);
  });

  it.each<OpinionStatus>(['failed', 'timeout', 'unreadable', 'abandoned', 'cancelled'])(
    'keeps the name of a %s opinion after the close, not counted',
    async (status) => {
      const id = await create();
      await open().runs.cancel(id, endedAt);
      const opinion = sampleOpinion('expert-0', { status });
      expect(await open().opinions.record(id, opinion)).toMatchObject({ outcome: 'late', run: { status: 'cancelled', failed: 0 } });
      expect((await open().opinions.read(id)).opinions).toEqual([opinion]);
    },
  );

  it('tells a duplicate after the close from a late answer', async () => {
    const id = await create();
    await open().opinions.record(id, sampleOpinion('expert-0'));
    await open().runs.close(id, () => 'quorum');
    expect((await open().opinions.record(id, sampleOpinion('expert-0'))).outcome).toBe('duplicate');
    expect((await open().opinions.read(id)).opinions).toEqual([sampleOpinion('expert-0')]);
  });

  it('counts each of 20 experts who answer at once', async () => {
    const id = await create(20);
    const results = await Promise.all(expertNames(20).map((expert) => open().opinions.record(id, sampleOpinion(expert))));
    expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => 'counted'));
    expect(await open().runs.get(id)).toMatchObject({ answered: 20, failed: 0, costUsd: 5 });
    expect((await open().opinions.read(id)).opinions).toHaveLength(20);
  });

  it('counts one answer that 20 workers deliver at once a single time', async () => {
    const id = await create();
    const results = await Promise.all(Array.from({ length: 20 }, () => open().opinions.record(id, sampleOpinion('expert-0'))));
    expect(results.filter(({ outcome }) => outcome === 'counted')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(19);
    expect((await open().runs.get(id))?.answered).toBe(1);
  });

  it('freezes exactly the counted answers when 20 writers meet a close', async () => {
    const id = await create(20);
    const writers = expertNames(20).map((expert) => open().opinions.record(id, sampleOpinion(expert)));
    const closed = await open().runs.close(id, () => 'deadline');
    const outcomes = (await Promise.all(writers)).map(({ outcome }) => outcome);
    const { opinions } = await open().opinions.read(id);
    expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(closed.answered);
    expect(opinions.filter(({ status }) => status === 'answered')).toHaveLength(closed.answered);
    expect(opinions.filter(({ status }) => status === 'late')).toHaveLength(20 - closed.answered);
  });

  it('closes with the rule of the counts it froze, not of those that it had read before', async () => {
    // Each count has a rule of its own here, so that a close between two opinions cannot be right by accident.
    const ruleOf = ({ answered }: Pick<Run, 'answered'>): EndedBy => endedBy.options[answered % endedBy.options.length] ?? 'all';
    for (let round = 0; round < 3; round += 1) {
      const id = await create(20);
      // Begun first, so that a store which reads before it writes has the opinions come in between.
      const closing = open().runs.close(id, ruleOf);
      const writers = expertNames(20).map((expert) => open().opinions.record(id, sampleOpinion(expert)));
      const closed = await closing;
      expect(closed.endedBy).toBe(ruleOf(closed));
      await Promise.all(writers);
    }
  });

  it('reads opinions by the name of their expert', async () => {
    const id = await create();
    for (const expert of ['expert-2', 'expert-0', 'expert-1']) await open().opinions.record(id, sampleOpinion(expert));
    expect((await open().opinions.read(id)).opinions.map(({ expert }) => expert)).toEqual(expertNames(3));
  });

  it.each([
    ['as large as it may be', answerMaxBytes],
    ['that just fits into an item of the table', 380_000],
    ['that does not fit into an item of the table', 420_000],
    ['that is just large', 8300],
    ['that is just not large', 8000],
  ])('stores an answer in full %s, with its reasoning and its conclusion', async (_, bytes) => {
    const id = await create();
    const words = { answer: 'ä'.repeat(bytes / 2), reasoning: 'I thought.', conclusion: 'ä' };
    const opinion = sampleOpinion('expert-0', words);
    await open().opinions.record(id, opinion);
    expect((await open().opinions.read(id)).opinions).toEqual([opinion]);
  });

  it('keeps the first of two large answers, whichever comes last', async () => {
    const id = await create();
    const answers = ['a', 'b', 'a'].map((letter) => letter.repeat(20_000));
    for (const answer of answers) await open().opinions.record(id, sampleOpinion('expert-0', { answer }));
    expect((await open().opinions.read(id)).opinions).toMatchObject([{ answer: answers[0] }]);
  });

  it('puts a large answer in the place of another one, and back, and neither after the close', async () => {
    const id = await create();
    const answers = ['a', 'b', 'a', 'short'].map((letter) => letter.repeat(letter === 'short' ? 1 : 20_000));
    const read = async () => (await open().opinions.read(id)).opinions[0]?.answer;
    await open().opinions.record(id, sampleOpinion('expert-0', { answer: 'first' }));
    for (const answer of answers) {
      expect(await open().opinions.correct(id, sampleOpinion('expert-0', { answer }))).toBe(true);
      expect(await read()).toBe(answer);
    }
    await open().runs.close(id, () => 'deadline');
    expect(await open().opinions.correct(id, sampleOpinion('expert-0', { answer: answers[0] }))).toBe(false);
    expect(await read()).toBe('short');
  });

  it('keeps a large answer after the close as late', async () => {
    const id = await create();
    await open().runs.close(id, () => 'deadline');
    const late = sampleOpinion('expert-1', { answer: 'x'.repeat(500_000) });
    expect(await open().opinions.record(id, late)).toMatchObject({ outcome: 'late' });
    expect((await open().opinions.read(id)).opinions).toEqual([{ ...late, status: 'late' }]);
  });

  it('reads every opinion of a run whose answers fill more than one page', async () => {
    const id = await create(8);
    for (const expert of expertNames(8)) await open().opinions.record(id, sampleOpinion(expert, { answer: 'x'.repeat(250_000) }));
    expect((await open().opinions.read(id)).opinions).toHaveLength(8);
  });

  it('keeps the last attempt until its expert has an opinion', async () => {
    const id = await create();
    await open().opinions.noteAttempt(sampleAttempt(id, 'expert-0', 1));
    await open().opinions.noteAttempt(sampleAttempt(id, 'expert-0', 2));
    await open().opinions.noteAttempt(sampleAttempt(id, 'expert-1', 1));
    expect((await open().opinions.read(id)).attempts).toEqual([sampleAttempt(id, 'expert-0', 2), sampleAttempt(id, 'expert-1', 1)]);
    await open().opinions.record(id, sampleOpinion('expert-0'));
    expect((await open().opinions.read(id)).attempts).toEqual([sampleAttempt(id, 'expert-1', 1)]);
  });

  it('remembers the order in which opinions came, each once, late ones too', async () => {
    const id = await create();
    for (const expert of ['expert-2', 'expert-0', 'expert-2']) await open().opinions.record(id, sampleOpinion(expert));
    await open().runs.close(id, () => 'quorum');
    const { run } = await open().opinions.record(id, sampleOpinion('expert-1'));
    expect(run.arrivals).toEqual(['expert-2', 'expert-0', 'expert-1']);
  });

  it('loses none of 20 arrivals at once', async () => {
    const id = await create(20);
    await Promise.all(expertNames(20).map((expert) => open().opinions.record(id, sampleOpinion(expert))));
    expect((await open().runs.get(id))?.arrivals.toSorted()).toEqual(expertNames(20).toSorted());
  });
}
