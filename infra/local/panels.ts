/** The panels of embedded mode, put together from its ports: what the Rust function reads from the table itself. */
import type { PanelReader } from '../../shared/adapters/local/panel-reader.ts';
import { firstOf } from '../../shared/contract/rounds.ts';
import type { Run } from '../../shared/contract/run.ts';
import { outcomeOf, outcomeOfFirst } from '../../shared/domain/feedback.ts';
import { awaitedOf, panelOf, panelOfRounds } from '../../shared/domain/panel.ts';
import { keyOf } from '../../shared/domain/reliability.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { existingRun } from '../../shared/steps/require-run.ts';

type PanelPorts = Pick<Ports, 'runs' | 'opinions' | 'reliability' | 'feedback'>;

export function panelReader(ports: PanelPorts): PanelReader {
  return {
    async toWeigh(id, outcome, answers) {
      const run = await existingRun(id, ports);
      const [read, state] = await Promise.all([ports.opinions.read(id), stateOf(run, ports)]);
      return panelOf(run, answers === 'first' ? firstOf(read) : read.opinions, { state, outcome });
    },
    async toCompare(id) {
      const run = await existingRun(id, ports);
      return panelOfRounds(run, await ports.opinions.read(id));
    },
    async toSettle(id) {
      // The run first: an opinion that comes in between is then awaited no more.
      const run = await existingRun(id, ports);
      const [{ opinions }, state] = await Promise.all([ports.opinions.read(id), stateOf(run, ports)]);
      return { panel: panelOf(run, opinions, { state }), awaited: awaitedOf(run, opinions) };
    },
    async toJudge(id, known) {
      const run = await existingRun(id, ports);
      const [{ opinions }, state] = await Promise.all([ports.opinions.read(id), known ?? stateOf(run, ports)]);
      return { panel: panelOf(run, opinions, { state }), seats: run.seats.map(({ expert, family }) => ({ expert, family })) };
    },
    async toRelearn(ids) {
      const runs = await Promise.all(ids.map((id) => ports.runs.get(id)));
      return Promise.all(runs.filter((run) => run !== undefined).map((run) => lessonOf(run, ports)));
    },
  };
}

async function stateOf(run: Run, ports: PanelPorts) {
  return run.learning === 'off' ? undefined : (await ports.reliability.read(keyOf(run))).state;
}

async function lessonOf(run: Run, ports: PanelPorts) {
  const [read, feedback] = await Promise.all([ports.opinions.read(run.id), ports.feedback.read(run.id)]);
  const outcome = feedback && outcomeOf(feedback);
  return panelOf(run, firstOf(read), { outcome: outcome && outcomeOfFirst(outcome, read) });
}
