/** What every way to the consensus core does. What the core computes is tested where it is written. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weighing } from '../../shared/contract/verdict.ts';
import type { Consensus } from '../../shared/ports.ts';

/** A consensus under test. */
export interface OpenConsensus {
  readonly consensus: Consensus;
  /** The id of a closed run whose experts, at least two, all gave the same answer. */
  unanimous(): Promise<{ readonly consultationId: string; readonly experts: readonly string[] }>;
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

    it('weighs the same run alike each time, and several at once', async () => {
      const { consultationId } = await opened.unanimous();
      const first = await opened.consensus.weigh(consultationId);
      const more = await Promise.all(Array.from({ length: 5 }, () => opened.consensus.weigh(consultationId)));
      for (const one of more) expect(one).toEqual(first);
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
