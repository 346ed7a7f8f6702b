/** Seats that are given to other experts: once, whoever races, and kept with the run. */
import { expect, it } from 'vitest';
import { NotFound } from '../../shared/errors.ts';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { sampleOpinion, sampleRun, sampleSeat } from './samples.ts';

export function replacedCases(open: () => StoredPorts): void {
  it('gives a seat to another expert once, says so of the run as it is, and keeps who was told', async () => {
    const { runs, opinions } = open();
    const created = sampleRun({ standIns: ['spare-0', 'spare-1'].map(sampleSeat), spare: ['spare-0', 'spare-1'] });
    await runs.create(created);
    const { id } = created;
    const failed = sampleOpinion('expert-0', { status: 'failed', error: { type: 'key-rejected', message: 'no', retryable: false } });
    const { run } = await opinions.record(id, failed);
    expect(run).toMatchObject({ failures: { 'expert-0': 'key-rejected' } });
    const seated = run.experts.length;

    // Two at the same moment: whoever comes second sees what the first has done.
    const taken = await Promise.all(
      ['spare-0', 'spare-1'].map((by) =>
        runs.replaceSeat(id, ({ replaced }) =>
          replaced ? undefined : { seat: 'expert-0', by, reason: 'key-rejected', grant: { calls: 2 } },
        ),
      ),
    );
    expect(taken.filter(({ replaced }) => replaced !== undefined)).toHaveLength(1);
    const by = taken.flatMap(({ replaced }) => replaced?.by ?? [])[0] ?? '';
    await runs.markJoined(id, by);
    const whole = await runs.get(id);
    for (const state of [await runs.state(id), whole]) {
      expect(state?.experts.slice(seated)).toEqual([by]);
      expect(state?.replaced).toMatchObject([{ seat: 'expert-0', by, reason: 'key-rejected', grant: { calls: 2 }, sent: true }]);
    }
    expect(whole?.seats.map(({ expert }) => expert)).toEqual(whole?.experts);
    // What was settled of fewer experts begins no round.
    const round = { round: 2, reason: 'split' as const, experts: ['expert-1'] };
    expect(await runs.beginRound(id, { ...round, seated })).toMatchObject({ begun: false });
    await runs.close(id, () => 'all');
    expect(await runs.replaceSeat(id, () => ({ seat: 'expert-1', by: 'spare-1', reason: 'timeout' }))).toMatchObject({
      replaced: undefined,
    });
    await expect(runs.markJoined('nothing', by)).rejects.toThrow(NotFound);
  });
}
