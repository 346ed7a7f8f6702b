/** The panels of embedded mode, put together from its store: what the Rust function reads from the table itself. */
import type { PanelReader } from '../../shared/adapters/local/panel-reader.ts';
import type { Run } from '../../shared/contract/consultation.ts';
import { outcomeOf } from '../../shared/domain/feedback.ts';
import { awaitedOf, panelOf } from '../../shared/domain/panel.ts';
import { keyOf } from '../../shared/domain/reliability.ts';
import { NotFound } from '../../shared/errors.ts';
import type { Store } from '../../shared/ports.ts';

type PanelStore = Pick<Store, 'getRun' | 'readOpinions' | 'readReliability' | 'readFeedback'>;

export function panelReader(store: PanelStore): PanelReader {
  return {
    async toWeigh(id, outcome) {
      const run = await requireRun(id, store);
      const [{ opinions }, state] = await Promise.all([store.readOpinions(id), stateOf(run, store)]);
      return panelOf(run, opinions, { state, outcome });
    },
    async toSettle(id) {
      // The run first: an opinion that comes in between is then awaited no more.
      const run = await requireRun(id, store);
      const [{ opinions }, state] = await Promise.all([store.readOpinions(id), stateOf(run, store)]);
      return { panel: panelOf(run, opinions, { state }), awaited: awaitedOf(run, opinions) };
    },
    async toRelearn(ids) {
      const runs = await Promise.all(ids.map((id) => store.getRun(id)));
      return Promise.all(runs.filter((run) => run !== undefined).map((run) => lessonOf(run, store)));
    },
  };
}

async function requireRun(id: string, store: PanelStore): Promise<Run> {
  const run = await store.getRun(id);
  if (!run) throw new NotFound(`consultation ${id}`);
  return run;
}

async function stateOf(run: Run, store: PanelStore) {
  return run.learning === 'off' ? undefined : (await store.readReliability(keyOf(run))).state;
}

async function lessonOf(run: Run, store: PanelStore) {
  const [{ opinions }, feedback] = await Promise.all([store.readOpinions(run.id), store.readFeedback(run.id)]);
  return panelOf(run, opinions, { outcome: feedback && outcomeOf(feedback) });
}
