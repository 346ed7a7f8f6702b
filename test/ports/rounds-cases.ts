/** A second round: begun once, its opinions beside the first ones, and a note of its own. */
import { expect, it } from 'vitest';
import type { Attempt } from '../../shared/contract/opinion.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { expertNames, sampleOpinion, sampleRun, sampleSeat } from './samples.ts';

function attempt(consultationId: string): Attempt {
  const error = { type: 'rate-limited', message: 'refused once', retryable: true };
  return { consultationId, expert: 'expert-0', attempts: 1, error, at: '2026-03-01T10:00:02.000Z' };
}

async function create(open: () => StoredPorts): Promise<string> {
  const run = sampleRun({ seats: expertNames(3).map(sampleSeat) });
  await open().runs.create(run);
  return run.id;
}

export function roundsCases(open: () => StoredPorts): void {
  it('begins a round once, if the run is open, and also where nobody is asked in it', async () => {
    const id = await create(open);
    await open().opinions.record(id, sampleOpinion('expert-0'));
    const round = { round: 2, reason: 'split' as const, experts: ['expert-0'] };
    const begun = await Promise.all([
      open().runs.beginRound(id, round),
      open().runs.beginRound(id, { ...round, reason: 'agreed', experts: [] }),
    ]);
    expect(begun.filter((one) => one.begun)).toHaveLength(1);
    const [kept] = (await open().runs.state(id))?.rounds ?? [];
    expect(kept).toMatchObject({ round: 2, after: 1, heard: [], sent: kept?.experts.length === 0 });
    await open().runs.markRoundSent(id, 2);
    expect((await open().runs.get(id))?.rounds).toMatchObject([{ sent: true }]);
    const closed = await create(open);
    await open().runs.close(closed, () => 'all');
    expect(await open().runs.beginRound(closed, round)).toMatchObject({ begun: false, run: { status: 'closed' } });
    await expect(open().runs.beginRound('nobody', round)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('keeps an opinion of a second round beside the first: once, in no count, and in its place only where it is an answer', async () => {
    const id = await create(open);
    const { opinions, runs } = open();
    const first = expertNames(3).map((expert) => sampleOpinion(expert));
    for (const opinion of first) await opinions.record(id, opinion);
    expect(await runs.beginRound(id, { round: 2, reason: 'split', experts: expertNames(3) })).toMatchObject({ begun: true });
    const second = sampleOpinion('expert-0', { round: 2, answer: 'no, on second thought' });
    const failed = sampleOpinion('expert-1', { round: 2, status: 'failed' });
    expect(await opinions.record(id, second)).toMatchObject({ outcome: 'counted', run: { answered: 3, failed: 0, costUsd: 1 } });
    expect(await opinions.record(id, { ...second, answer: 'yes, on third thought' })).toMatchObject({
      outcome: 'duplicate',
      run: { answered: 3 },
    });
    expect(await opinions.record(id, failed)).toMatchObject({ outcome: 'counted', run: { answered: 3, failed: 0, costUsd: 1.25 } });
    expect((await runs.state(id))?.rounds).toMatchObject([{ round: 2, after: 3, heard: [{ expert: 'expert-0' }, { expert: 'expert-1' }] }]);
    await runs.close(id, () => 'all');
    const late = sampleOpinion('expert-2', { round: 2, answer: 'no, too late' });
    expect(await opinions.record(id, late)).toMatchObject({ outcome: 'late' });
    const read = await opinions.read(id);
    expect(read.opinions).toEqual([second, first[1], first[2]]);
    expect(read.rounds).toEqual([first[0], second, first[1], failed, first[2], { ...late, status: 'late' }]);
  });

  it('keeps the word of a judge beside the answers, which it counts among in nothing', async () => {
    const id = await create(open);
    const { opinions, runs } = open();
    const answers = expertNames(2).map((expert) => sampleOpinion(expert));
    for (const opinion of answers) await opinions.record(id, opinion);
    const judge = { round: 3, reason: 'split' as const, experts: ['chair'] };
    expect(await runs.beginRound(id, judge)).toMatchObject({ begun: true, run: { rounds: [{ ...judge, after: 2, heard: [] }] } });
    expect(await runs.beginRound(id, judge)).toMatchObject({ begun: false });
    const word = sampleOpinion('chair', { round: 3, answer: 'It alone adds up.', choice: 'expert-1' });
    const { vote: _vote, ...said } = word;
    expect(await opinions.record(id, said)).toMatchObject({ outcome: 'counted', run: { answered: 2, failed: 0, costUsd: 0.75 } });
    const read = await opinions.read(id);
    expect(read.opinions).toEqual(answers);
    expect(read.rounds?.filter(({ round }) => round === 3)).toEqual([said]);
    expect((await runs.get(id))?.rounds).toMatchObject([{ round: 3, heard: [{ expert: 'chair', after: 2 }] }]);
    expect(await runs.beginRound(id, { round: 4, reason: 'decided', experts: [] })).toMatchObject({ begun: true });
  });

  it('keeps the note on a second call apart from that on the first', async () => {
    const id = await create(open);
    const { opinions, runs } = open();
    await opinions.noteAttempt(attempt(id));
    await opinions.record(id, sampleOpinion('expert-0'));
    await runs.beginRound(id, { round: 2, reason: 'split', experts: ['expert-0'] });
    expect((await opinions.read(id)).attempts).toEqual([]);
    const note = { ...attempt(id), round: 2 };
    await opinions.noteAttempt(note);
    expect((await opinions.read(id)).attempts).toEqual([note]);
    await opinions.record(id, sampleOpinion('expert-0', { round: 2 }));
    expect((await opinions.read(id)).attempts).toEqual([]);
  });
}
