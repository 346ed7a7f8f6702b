/** The consensus port on the Rust core's own binary: it answers what the Lambda function answers, in the same form. */
import * as z from 'zod';
import { reading } from '../../contract/reading.ts';
import { estimates, reliabilityState } from '../../contract/reliability.ts';
import { judgement } from '../../contract/strategy.ts';
import { support } from '../../contract/synthesis.ts';
import { weighing } from '../../contract/verdict.ts';
import type { Consensus } from '../../ports/consensus.ts';
import type { Log } from '../../ports/log.ts';
import { type CoreProcess, coreProcess } from './core-process.ts';
import type { PanelReader } from './panel-reader.ts';

/** The consensus port, and its end. */
export interface ChildConsensus extends Consensus, Pick<CoreProcess, 'alive' | 'whyNotStarted' | 'pid' | 'close'> {}

const settled = z.object({ settled: z.boolean() });
const compared = z.object({ clusters: z.array(z.object({ experts: z.array(z.string()) })) });
const judged = z.object({ judgements: z.array(judgement) });
const supported = z.object({ support: z.array(support) });

function clustersOf({ clusters }: z.output<typeof compared>): readonly (readonly string[])[] {
  return clusters.map(({ experts }) => experts);
}

/** The core's binary, what gives it what it cannot read itself, and the milliseconds in which it has to answer. */
interface ChildConsensusOptions {
  readonly binary: string;
  readonly panels: PanelReader;
  readonly log: Log;
  /** @default as long as the largest panel may take */
  readonly patienceMs?: number;
}

/** Starts the core's binary and keeps it running. */
export function childConsensus({ binary, panels, log, patienceMs }: ChildConsensusOptions): ChildConsensus {
  const core = coreProcess(binary, log, patienceMs);

  return {
    weigh: async (consultationId, outcome, answers) => core.ask('weigh', await panels.toWeigh(consultationId, outcome, answers), weighing),
    weighSoFar: async (consultationId) => core.ask('weigh', (await panels.toJudge(consultationId)).panel, weighing),
    support: async (request) => (await core.ask('support', request, supported)).support,
    alike: async (consultationId) => clustersOf(await core.ask('weigh', await panels.toCompare(consultationId), compared)),
    read: (request) => core.ask('read', request, reading),
    settled: async (consultationId) => (await core.ask('settled', await panels.toSettle(consultationId), settled)).settled,
    judge: async (consultationId, groups, { known, alone = false } = {}) => {
      const { panel, seats } = await panels.toJudge(consultationId, known);
      return (await core.ask('judge', { panel, seats: alone ? [] : seats, groups }, judged)).judgements;
    },
    async relearn(consultationIds) {
      const taught = await panels.toRelearn(consultationIds);
      // A child of its own: nobody's verdict waits behind thousands of panels.
      const learner = coreProcess(binary, log);
      try {
        return await learner.ask('learn', { panels: taught }, reliabilityState);
      } finally {
        learner.close();
      }
    },
    estimate: (request) => core.ask('estimate', request, estimates),
    pid: core.pid,
    alive: core.alive,
    whyNotStarted: core.whyNotStarted,
    close: core.close,
  };
}
