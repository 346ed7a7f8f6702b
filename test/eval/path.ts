/**
 * Recorded answers of real models go through the whole path of embedded mode, replayed by `scripted`: how often the verdict is
 * right beside the experts themselves.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../functions/api/app.ts';
import { requireCore } from '../../infra/local/core.ts';
import { openEmbedded } from '../../infra/local/embedded.ts';
import { jsonLog } from '../../shared/adapters/local/json-log.ts';
import type { Knowledge } from '../../shared/contract/circle.ts';
import { consultation } from '../../shared/contract/consultation.ts';
import { keyHolder } from '../../shared/domain/principal.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { runMany } from '../bench/measure.ts';
import { type RecordedPanel, readPanel } from './recorded-panel.ts';

/** Consultations under way at once. */
const width = 16;

/** Replays one panel of `short-answer`, at most `limit` items of it. */
export async function replayPanel(folder: string, set: string, panel: string, limit: number) {
  const recorded = readPanel(folder, set, panel);
  const items = recorded.items.slice(0, limit);
  const picks = await replay({ ...recorded, items });
  const byExpert = Object.fromEntries(recorded.members.map((member) => [member, share(items.map(({ right }) => right[member] ?? false))]));
  const accuracies = Object.values(byExpert);
  const statuses = Object.entries(Object.groupBy(picks, ({ status }) => status));
  return {
    set,
    panel,
    items: items.length,
    verdict: share(items.map(({ right }, index) => right[picks[index]?.pick ?? ''] ?? false)),
    meanExpert: Math.round((accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length) * 10_000) / 10_000,
    bestExpert: Math.max(...accuracies),
    oracle: share(items.map(({ right }) => Object.values(right).some(Boolean))),
    statuses: Object.fromEntries(statuses.map(([status, all]) => [status, all?.length])),
    byExpert,
  };
}

function share(right: readonly boolean[]): number {
  return Math.round((right.filter(Boolean).length / right.length) * 10_000) / 10_000;
}

/** The pick of each consultation, in the order of the items. */
async function replay(panel: RecordedPanel): Promise<{ readonly pick: string | undefined; readonly status: string }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-eval-'));
  const { knowledge, memberOf } = knowledgeOf(panel);
  const log = jsonLog({ write: (line) => process.stderr.write(line), level: 'error' });
  const embedded = await openEmbedded({ dataFolder: folder, knowledge, core: requireCore(console.error), log, environment: {} });
  const app = buildApp({ ports: embedded.ports, authenticate: () => keyHolder, maxWaitSeconds: 60, readiness: () => embedded.readiness() });
  const results: { pick: string | undefined; status: string }[] = [];
  try {
    await runMany(panel.items.length, width, async (index) => {
      const body = JSON.stringify({ question: panel.items[index]?.question, kind: 'short' });
      const headers = { 'content-type': 'application/json', prefer: 'wait=60' };
      const response = await app.request('/v1/consultations', { method: 'POST', headers, body });
      const { verdict, status } = consultation.parse(await response.json());
      results[index] = { pick: verdict?.pick ? memberOf.get(verdict.pick) : undefined, status };
    });
  } finally {
    embedded.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** A circle of the panel's members; names are numbers, so that the core can learn nothing from them. */
function knowledgeOf({ script, members }: RecordedPanel): { knowledge: Knowledge; memberOf: ReadonlyMap<string, string> } {
  const shipped = loadKnowledge(join(import.meta.dirname, '../../layers/knowledge'));
  const names = members.map((_, index) => `expert-${index}`);
  const experts = Object.fromEntries(
    members.map((model, index) => [`expert-${index}`, { provider: 'scripted', model, family: `f${index}`, script }]),
  );
  const circles = { default: { experts: names, quorum: names.length, deadlineSeconds: 60 } };
  return {
    knowledge: { ...shipped, experts, circles, schedules: {} },
    memberOf: new Map(members.map((member, index) => [`expert-${index}`, member])),
  };
}
