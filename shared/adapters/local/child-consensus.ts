/** The consensus port on the Rust core's own binary. */
import * as z from 'zod';
import { reading } from '../../contract/reading.ts';
import { estimates } from '../../contract/reliability.ts';
import type { Panel } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import type { Consensus } from '../../ports/consensus.ts';
import type { Log } from '../../ports/log.ts';
import { inferReliability } from './child-inference.ts';
import { type CoreProcess, coreProcess } from './core-process.ts';
import { type CoreVerdict, coreVerdict, toWeighing } from './core-verdict.ts';
import type { PanelReader } from './panel-reader.ts';

/** The consensus port, and its end. */
export interface ChildConsensus extends Consensus, Pick<CoreProcess, 'alive' | 'pid' | 'close'> {}

const weighed = z.object({ weighed: coreVerdict });
const read = z.object({ read: reading });
const settled = z.object({ settled: z.boolean() });

/** Starts the core's binary and keeps it running; `panels` gives it what it cannot read itself. */
export function childConsensus(options: { readonly binary: string; readonly panels: PanelReader; readonly log: Log }): ChildConsensus {
  const { binary, panels, log } = options;
  const core = coreProcess(binary, log);

  async function agree<Made>(panel: Panel, make: (verdict: CoreVerdict) => Made): Promise<Made> {
    return readable(await core.ask('weigh', panel), (answer) => {
      const verdict = weighed.parse(answer).weighed;
      if (verdict.id !== panel.id) throw new Error('the core answered another panel');
      return make(verdict);
    });
  }

  return {
    async weigh(consultationId, outcome) {
      const panel = await panels.toWeigh(consultationId, outcome);
      return agree(panel, (verdict) => toWeighing(verdict, panel));
    },
    async read(request) {
      return readable(await core.ask('read', request), (answer) => read.parse(answer).read);
    },
    async settled(consultationId) {
      return readable(await core.ask('settled', await panels.toSettle(consultationId)), (answer) => settled.parse(answer).settled);
    },
    async relearn(consultationIds) {
      return inferReliability(binary, await panels.toRelearn(consultationIds));
    },
    async estimate({ kind, experts, reliability, at, mode }) {
      // A made-up panel that agrees: what the core says of its experts is what it would say of them in any other.
      const opinions = experts.map((expert) => ({ expert, family: null, answer: 'yes' }));
      const panel: Panel = { id: 'estimate', question: null, kind, options: null, opinions, reliability, at, reliability_mode: mode };
      return agree(panel, (verdict) => estimates.parse(verdict.reliability));
    },
    pid: core.pid,
    alive: core.alive,
    close: core.close,
  };
}

/** What `make` makes of an answer; one that says less than it should, or an error, is of a core that does not fit. */
function readable<Made>(answer: unknown, make: (answer: unknown) => Made): Made {
  try {
    return make(answer);
  } catch (cause) {
    throw new Unavailable('a readable answer of the consensus core', { cause });
  }
}
