/** Embedded mode inside this process: the same adapters and functions as the server, behind a port of its own. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { buildApp } from '../../functions/api/app.ts';
import { byKey } from '../../functions/api/authenticate.ts';
import { relearn } from '../../functions/jobs/relearn.ts';
import { startOwed } from '../../functions/jobs/start-owed.ts';
import { startScheduled } from '../../functions/jobs/start-scheduled.ts';
import { sweep } from '../../functions/jobs/sweep.ts';
import { requireConsole } from '../../infra/local/console.ts';
import { requireCore } from '../../infra/local/core.ts';
import { openEmbedded } from '../../infra/local/embedded.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { providerKey, webhookKey } from './knowledge-folder.ts';
import type { OpenTarget, Target } from './target.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The in-process target. */
export const inProcess: Target = {
  name: 'in this process',
  slow: false,
  open: (knowledgeFolder) => openInProcess(knowledgeFolder),
};

/** It, with a folder that schedules may review. */
export interface InProcessTarget extends OpenTarget {
  /** Puts files into the folder `templates` of the knowledge. */
  deploy(files: Readonly<Record<string, string>>): Promise<void>;
}

/** Opens it; `review` is another program with rules than the one that is built. */
export async function openInProcess(knowledgeFolder: string, review?: string): Promise<InProcessTarget> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'circle-data-'));
  const key = `key-${randomUUID()}`;
  const embedded = await openEmbedded({
    dataFolder,
    knowledge: loadKnowledge(knowledgeFolder),
    core: requireCore(() => undefined),
    review,
    log: silent,
    environment: { [providerKey.name]: providerKey.value, [webhookKey.name]: webhookKey.value },
  });
  const { ports, queue } = embedded;
  const app = buildApp({
    ports,
    maxWaitSeconds: 60,
    authenticate: byKey(key),
    readiness: () => embedded.readiness(),
    console: { folder: requireConsole(() => undefined), compressed: true },
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    startBare: (name, input) => ports.workflow.start(name, input),
    // Schedules fire at full minutes, too long to wait for here: this is the call that one makes when it fires.
    startFromSchedule: (input) => ports.workflow.start(`schedule-${randomUUID()}`, input),
    startScheduled: async (schedule, at) => void (await callFunction(startScheduled, ports, { schedule, at })),
    startOwed: async () => void (await callFunction(startOwed, ports, {})),
    agenda: ports.agenda,
    loseWorkflow: (consultationId) => ports.workflow.stop(consultationId),
    sendRaw: async (provider, body) => queue.sendRaw(provider, body),
    deadLetters: async (provider) => queue.countDeadLetters(provider),
    async deploy(files) {
      const templates = join(knowledgeFolder, 'templates');
      mkdirSync(templates, { recursive: true });
      for (const [path, text] of Object.entries(files)) writeFileSync(join(templates, path), text);
    },
    sweep: async () => void (await callFunction(sweep, ports, {})),
    relearn: async () => void (await callFunction(relearn, ports, {})),
    async close() {
      server.close();
      embedded.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
