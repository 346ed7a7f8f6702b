/** The contract suites on the adapters of embedded mode. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { aslWorkflow } from '../../shared/adapters/local/asl-workflow.ts';
import { childConsensus } from '../../shared/adapters/local/child-consensus.ts';
import { envVault } from '../../shared/adapters/local/env-vault.ts';
import { localBus } from '../../shared/adapters/local/local-bus.ts';
import type { PanelReader } from '../../shared/adapters/local/panel-reader.ts';
import { type Database, openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import type { Panel } from '../../shared/contract/verdict.ts';
import type { Log } from '../../shared/ports/log.ts';
import type { SecretUse } from '../../shared/ports/secret-uses.ts';
import { busContract } from './bus-contract.ts';
import { consensusContract } from './consensus-contract.ts';
import { queueContract } from './queue-contract.ts';
import { expertNames, sampleMessage, sampleRun } from './samples.ts';
import { storedContract } from './stored-contract.ts';
import { vaultContract } from './vault-contract.ts';
import { type ExecutionOutcome, workflowContract } from './workflow-contract.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The same panel to weigh and to learn from. */
function panelsOf(read: (id: string) => Promise<Panel>): PanelReader {
  return {
    toWeigh: read,
    toCompare: read,
    toSettle: async (id) => ({ panel: await read(id), awaited: id === 'unsettled' ? [{ expert: 'late', family: null }] : [] }),
    toJudge: async (id) => {
      const panel = await read(id);
      return { panel, seats: [...panel.opinions, { expert: 'late', family: null }] };
    },
    toRelearn: (ids) => Promise.all(ids.map(read)),
  };
}

/** A folder that is gone when the suite closes it. */
function scratch(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'circle-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function scratchDatabase(): { readonly database: Database; close(): Promise<void> } {
  const { folder, remove } = scratch();
  const database = openDatabase(join(folder, 'circle.db'));
  return {
    database,
    async close() {
      database.close();
      remove();
    },
  };
}

storedContract(
  'in SQLite',
  async () => {
    const { database, close } = scratchDatabase();
    return { stored: sqlitePorts({ database, clock: systemClock }), close };
  },
  { propertyRuns: 300 },
);

queueContract('in SQLite', async () => {
  const { database, close } = scratchDatabase();
  const queue = sqliteQueue({ database, clock: systemClock });
  return {
    queue,
    close,
    async receive(provider) {
      return queue.receive(provider, 10).map(({ id, body, last }) => ({
        body: JSON.parse(body),
        ack: async () => queue.remove(id),
        fail: async () => (last ? queue.bury(id, 'it failed') : queue.giveBack(id, 0)),
      }));
    },
    async countDeadLetters(provider) {
      return queue.countDeadLetters(provider);
    },
  };
});

workflowContract('in this process', async () => {
  const tokens = new Map<string, string[]>();
  const inputs = new Map<string, unknown>();
  const outputs = new Map<string, unknown>();
  const outcomes = new Map<string, ExecutionOutcome>();
  const task = (resource: string, payload: object) => ({
    Type: 'Task',
    Resource: `arn:aws:states:::${resource}`,
    Parameters: { FunctionName: 'wait', Payload: payload },
    TimeoutSeconds: 30,
  });
  const definition = {
    StartAt: 'Wait',
    States: {
      Wait: {
        ...task('lambda:invoke.waitForTaskToken', { 'input.$': '$', 'name.$': '$$.Execution.Name', 'taskToken.$': '$$.Task.Token' }),
        Next: 'Keep',
      },
      Keep: { ...task('lambda:invoke', { 'output.$': '$', 'name.$': '$$.Execution.Name' }), End: true },
    },
  };
  const workflow = aslWorkflow({
    definition,
    handlers: {
      Wait: async (payload) => {
        const { name, input, taskToken } = payload as { name: string; input: unknown; taskToken: string };
        inputs.set(name, input);
        outcomes.set(name, 'running');
        tokens.set(name, [...(tokens.get(name) ?? []), taskToken]);
      },
      Keep: async (payload) => {
        const { name, output } = payload as { name: string; output: unknown };
        outputs.set(name, output);
      },
    },
    onEnd: (name, error) => outcomes.set(name, error === undefined ? 'succeeded' : 'stopped'),
  });
  return {
    workflow,
    tokens: async (name) => tokens.get(name) ?? [],
    outcome: async (name) => outcomes.get(name),
    output: async (name) => outputs.get(name),
    input: async (name) => inputs.get(name),
    close: async () => workflow.abortAll(),
  };
});

vaultContract('in the environment', async () => {
  const environment: Record<string, string> = {};
  const uses: SecretUse[] = [];
  let failing = false;
  const record = async (use: SecretUse) => {
    if (failing) throw new Error('the disk is full');
    uses.push(use);
  };
  return {
    vault: envVault({ environment, clock: systemClock, record }),
    async set(secret, value) {
      environment[secret] = value;
    },
    uses: () => uses,
    failRecords(fail) {
      failing = fail;
    },
    close: async () => undefined,
  };
});

vaultContract('in a file', async () => {
  const { folder, remove } = scratch();
  const file = join(folder, 'secrets.env');
  const uses: SecretUse[] = [];
  let failing = false;
  const record = async (use: SecretUse) => {
    if (failing) throw new Error('the disk is full');
    uses.push(use);
  };
  writeFileSync(file, '', { mode: 0o600 });
  return {
    vault: envVault({ environment: {}, file, clock: systemClock, record }),
    async set(secret, value) {
      writeFileSync(file, `${readFileSync(file, 'utf8')}${secret}=${value}\n`);
    },
    uses: () => uses,
    failRecords(fail) {
      failing = fail;
    },
    close: async () => remove(),
  };
});

consensusContract('in a child process', async () => {
  const experts = expertNames(3);
  const consensus = childConsensus({
    binary: requireCore(() => undefined),
    log: silent,
    panels: panelsOf(async (id) => {
      if (id === 'broken') throw new Error('this run cannot be read');
      const answering = id === 'unsettled' ? experts.slice(0, 1) : experts;
      const opinions = answering.map((expert) => ({ expert, family: null, answer: 'Paris' }));
      return { id, question: 'What is the capital of France?', kind: 'short', options: null, opinions, at: 20_454 };
    }),
  });
  return {
    consensus,
    unanimous: async () => ({ consultationId: 'unanimous', experts }),
    unsettled: async () => 'unsettled',
    broken: async () => 'broken',
    close: async () => consensus.close(),
  };
});

busContract('in this process', async () => {
  const bus = localBus();
  const heard: unknown[] = [];
  const stop = bus.subscribe((event) => heard.push(event));
  return { bus, heard: async () => heard, close: async () => stop() };
});

describe('what only embedded mode promises', () => {
  it('keeps runs and messages when the process ends', async () => {
    const { folder, remove } = scratch();
    const path = join(folder, 'circle.db');
    const run = sampleRun();
    const first = openDatabase(path);
    await sqlitePorts({ database: first, clock: systemClock }).runs.create(run);
    const queue = sqliteQueue({ database: first, clock: systemClock });
    await queue.send('openai', [sampleMessage('expert-0', { consultationId: run.id })]);
    expect(queue.receive('openai', 10)).toHaveLength(1);
    first.close();

    const second = openDatabase(path);
    const reopened = sqliteQueue({ database: second, clock: systemClock });
    expect(reopened.receive('openai', 10)).toHaveLength(0);
    reopened.releaseAll();

    expect(reopened.receive('openai', 10).map(({ receives }) => receives)).toEqual([2]);
    expect(await sqlitePorts({ database: second, clock: systemClock }).runs.get(run.id)).toEqual(run);
    second.close();
    remove();
  });

  it('leaves a delayed message of a webhook delayed when the process ends, and shows the one that it held', async () => {
    const { folder, remove } = scratch();
    const path = join(folder, 'circle.db');
    const first = openDatabase(path);
    const queue = sqliteQueue({ database: first, clock: systemClock });
    await queue.sendDelivery({ consultationId: 'run-1', webhook: 0, attempt: 1 }, 0);
    await queue.sendDelivery({ consultationId: 'run-2', webhook: 0, attempt: 3 }, 600);
    expect(queue.receive('webhooks', 10)).toHaveLength(1);
    first.close();

    const second = openDatabase(path);
    const reopened = sqliteQueue({ database: second, clock: systemClock });
    reopened.releaseAll();

    expect(reopened.receive('webhooks', 10).map(({ body }) => JSON.parse(body).consultationId)).toEqual(['run-1']);
    expect(reopened.nextVisibleAt('webhooks')).toBeLessThan(Date.now() + 601_000);
    second.close();
    remove();
  });

  it('refuses a data file that another process holds', () => {
    const { folder, remove } = scratch();
    const path = join(folder, 'circle.db');
    const holder = openDatabase(path);
    expect(() => openDatabase(path)).toThrow(/another process is using/);
    holder.close();
    remove();
  });

  it('queues a seat once however often Ask repeats itself', async () => {
    const { database, close } = scratchDatabase();
    const queue = sqliteQueue({ database, clock: systemClock });
    const message = sampleMessage('expert-0');
    await queue.send('openai', [message]);
    await queue.send('openai', [message]);
    expect(queue.receive('openai', 10)).toHaveLength(1);
    await close();
  });

  it('refuses a secrets file that others can read', async () => {
    const { folder, remove } = scratch();
    const file = join(folder, 'secrets.env');
    writeFileSync(file, 'SOME_KEY=1\n', { mode: 0o644 });
    const vault = envVault({ environment: {}, file, clock: systemClock, record: async () => undefined });
    await expect(vault.has('SOME_KEY')).rejects.toThrow(/chmod 600/);
    remove();
  });

  it('refuses a state machine with a task that has no handler', () => {
    const definition = { StartAt: 'Lost', States: { Lost: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } } };
    expect(() => aslWorkflow({ definition, handlers: {} })).toThrow(/Lost has no handler/);
  });

  it('weighs again after the core has been killed', async () => {
    const panel = { question: null, kind: 'short', options: null } as const;
    const consensus = childConsensus({
      binary: requireCore(() => undefined),
      log: silent,
      panels: panelsOf(async (id) => ({ ...panel, opinions: [{ expert: id, family: null, answer: '4' }], id })),
    });
    const weighMany = (from: string) =>
      Array.from({ length: 200 }, async (_, n) => [`${from}-${n}`, (await consensus.weigh(`${from}-${n}`)).pick]);
    // Some panels are answered before the core dies, some are not, and new ones come while it is dying.
    const during = weighMany('during');
    await during[20];
    process.kill(Number(consensus.pid()), 'SIGKILL');
    const after = weighMany('after');
    for (const [id, pick] of await Promise.all([...during, ...after])) expect(pick, 'each run gets the verdict of its own panel').toBe(id);
    consensus.close();
  });

  it('gives each run the verdict of its own panel, though cores die with answers on the way', async () => {
    const consensus = childConsensus({
      binary: join(import.meta.dirname, 'fixtures/dying-core.mjs'),
      log: silent,
      panels: panelsOf(async (id) => ({
        id,
        question: null,
        kind: 'short',
        options: null,
        opinions: [{ expert: id, family: null, answer: '4' }],
      })),
    });
    const weigh = async (id: string) => [id, (await consensus.weigh(id)).pick];
    const settled = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => weigh(`run-${n}`)));
    const weighed = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    expect(weighed.length).toBeGreaterThan(4);
    for (const [id, pick] of weighed) expect(pick).toBe(id);
    consensus.close();
  });

  it('names a core that cannot be started', async () => {
    const panels = panelsOf(async (id) => ({ id, question: null, kind: 'short', options: null, opinions: [] }));
    const consensus = childConsensus({ binary: '/nonexistent/consensus', log: silent, panels });
    await expect(consensus.weigh('any')).rejects.toThrow(/consensus core is not available/);
    await expect(consensus.relearn(['any'])).rejects.toThrow(/consensus core is not available/);
    expect(consensus.alive()).toBe(false);
    consensus.close();
  });
});
