/** What every way to the consensus core does. What the core computes is tested where it is written. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reading } from '../../shared/contract/reading.ts';
import { weighing } from '../../shared/contract/verdict.ts';
import type { Consensus } from '../../shared/ports/consensus.ts';

/** The day, since 1970, on which the core's sums count as they are. */
const landmark = 20_454;

/** A consensus under test. */
export interface OpenConsensus {
  readonly consensus: Consensus;
  /** The id of a closed run whose experts, at least two, all gave the same answer. */
  unanimous(): Promise<{ readonly consultationId: string; readonly experts: readonly string[] }>;
  /** The id of an open run whose outcome hangs on an answer that is under way. */
  unsettled(): Promise<string>;
  /** The id of a run that the core cannot weigh, because it breaks or because its answer cannot be read. */
  broken(): Promise<string>;
  close(): Promise<void>;
}

export function consensusContract(name: string, open: () => Promise<OpenConsensus>): void {
  describe(`the consensus ${name}`, () => {
    let opened: OpenConsensus;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    it('weighs a unanimous run as one cluster in full agreement', async () => {
      const { consultationId, experts } = await opened.unanimous();
      const result = await opened.consensus.weigh(consultationId);
      expect(weighing.parse(result)).toEqual(result);
      expect(result.agreement).toBeCloseTo(1, 6);
      expect(experts).toContain(result.pick);
      expect(result.clusters.map((cluster) => cluster.experts.toSorted())).toEqual([experts.toSorted()]);
    });

    it('says of every two experts how alike their answers are', async () => {
      const { consultationId, experts } = await opened.unanimous();
      const { pairs } = await opened.consensus.weigh(consultationId);
      expect(pairs?.experts.toSorted()).toEqual(experts.toSorted());
      expect(pairs?.scores).toEqual(Array.from({ length: (experts.length * (experts.length - 1)) / 2 }, () => 1));
    });

    it('weighs the same run alike each time, and several at once', async () => {
      const { consultationId } = await opened.unanimous();
      const first = await opened.consensus.weigh(consultationId);
      const more = await Promise.all(Array.from({ length: 5 }, () => opened.consensus.weigh(consultationId)));
      for (const one of more) expect(one).toEqual(first);
    });

    it('estimates the experts of a state, the less judged ones with less certainty', async () => {
      const experts = ['ada', 'bob'];
      const request = { kind: 'short', experts, at: landmark, mode: 'auto' } as const;
      const known = (asked: number) => ({ version: 1, experts: { ada: { right: asked, asked }, bob: { right: 0, asked } } }) as const;
      const little = await opened.consensus.estimate({ ...request, reliability: known(2) });
      const much = await opened.consensus.estimate({ ...request, reliability: known(50) });
      expect(Object.keys(little.estimates).toSorted()).toEqual(experts);
      expect(little).toMatchObject({ evidence: 2, weighs: false });
      expect(much).toMatchObject({ evidence: 50, weighs: true });
      const [ada = 0, bob = 1, adaLater = 0] = [little.estimates['ada'], little.estimates['bob'], much.estimates['ada']];
      expect(bob).toBeLessThan(ada);
      expect(ada).toBeLessThan(adaLater);
      expect(await opened.consensus.estimate({ ...request, reliability: known(50), mode: 'shadow' })).toMatchObject({ weighs: false });
    });

    it('learns from many runs jointly, and nothing from none', async () => {
      const { consultationId, experts } = await opened.unanimous();
      const state = await opened.consensus.relearn([consultationId]);
      expect(Object.keys(state.experts).toSorted()).toEqual(experts.toSorted());
      expect(await opened.consensus.relearn([])).toEqual({ version: 1, experts: {} });
    });

    it('reads a reply: the option that it commits itself to, or why there is none', async () => {
      const asked = { kind: 'choice', question: 'Which?', options: ['tea', 'milk'], cut: false } as const;
      const committed = await opened.consensus.read({ ...asked, reply: 'It keeps you awake.\nAnswer: milk' });
      expect(reading.parse(committed)).toEqual(committed);
      expect(committed).toMatchObject({ option: 1 });
      expect(committed.unreadable).toBeUndefined();
      const silent = await opened.consensus.read({ ...asked, reply: 'I would rather not say.' });
      expect(silent.option).toBeUndefined();
      expect(silent.unreadable).toEqual(expect.stringMatching(/\w/));
      const text = await opened.consensus.read({ kind: 'text', question: 'Why?', reply: 'Because it rains.', cut: false });
      expect(text).toMatchObject({ answer: 'Because it rains.' });
    });

    it('says whether answers under way can change the outcome', async () => {
      expect(await opened.consensus.settled((await opened.unanimous()).consultationId)).toBe(true);
      expect(await opened.consensus.settled(await opened.unsettled())).toBe(false);
    });

    it('judges what groups of experts say by themselves, whom nobody else has to join', async () => {
      const { consultationId, experts } = await opened.unanimous();
      const [all, first, none] = await opened.consensus.judge(consultationId, [experts, experts.slice(0, 1), []]);
      expect(all).toMatchObject({ decided: true, answers: 1 });
      expect(experts).toContain(all?.pick);
      expect(first).toMatchObject({ pick: experts[0], settled: false });
      expect(none).toMatchObject({ pick: null, decided: false, answers: 0, settled: false });
      expect(await opened.consensus.judge(consultationId, [])).toEqual([]);
    });

    it('judges groups as if nobody else had a seat, and with what it is told of the experts', async () => {
      const { consultationId, experts } = await opened.unanimous();
      const group = experts.slice(0, 1);
      const known = { version: 1 as const, experts: Object.fromEntries(experts.map((expert) => [expert, { right: 30, asked: 40 }])) };
      const [awaited] = await opened.consensus.judge(consultationId, [group], { known });
      const [alone] = await opened.consensus.judge(consultationId, [group], { known, alone: true });
      expect([awaited, alone]).toMatchObject([
        { pick: experts[0], settled: false },
        { pick: experts[0], settled: true },
      ]);
    });

    it('weighs what is in of a run, open or closed', async () => {
      const { consultationId } = await opened.unanimous();
      expect(await opened.consensus.weighSoFar(consultationId)).toEqual(await opened.consensus.weigh(consultationId));
      expect(weighing.parse(await opened.consensus.weighSoFar(await opened.unsettled()))).toMatchObject({ method: expect.any(String) });
    });

    it('says of each sentence how it stands to the claims that it cites', async () => {
      const claims = ['Backups are kept for 30 days.'];
      const sentences = ['Backups are kept for 30 days.', 'Backups are kept for 7 days.'].map((text) => ({ text, claims }));
      expect(await opened.consensus.support({ question: 'How long?', sentences })).toEqual(['holds', 'contradicts']);
      expect(await opened.consensus.support({ question: 'How long?', sentences: [] })).toEqual([]);
    });

    it('names a core that fails', async () => {
      const id = await opened.broken();
      await expect(opened.consensus.weigh(id)).rejects.toBeInstanceOf(Error);
    });

    it('goes on after a failure', async () => {
      await opened.consensus.weigh(await opened.broken()).catch(() => undefined);
      const { consultationId } = await opened.unanimous();
      await expect(opened.consensus.weigh(consultationId)).resolves.toBeDefined();
    });
  });
}
