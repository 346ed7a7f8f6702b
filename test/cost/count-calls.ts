/** One consultation on the real functions and the real table adapters, with everything that AWS would bill counted on the way. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { buildApp } from '../../functions/api/app.ts';
import { handleRecord } from '../../functions/experts/handle-record.ts';
import { panelReader } from '../../infra/local/panels.ts';
import { dynamoPorts } from '../../shared/adapters/aws/dynamo-ports.ts';
import type { LargeTexts } from '../../shared/adapters/aws/large-texts.ts';
import { keyHolder } from '../../shared/domain/principal.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { createTable } from '../ports/aws-resources.ts';
import { replyOf } from '../support/fake-model.ts';
import { memoryTexts } from '../support/memory-texts.ts';
import { pluralityConsensus } from '../support/plurality.ts';
import { openPorts, type TestPorts } from '../support/ports.ts';
import { stateMachine } from '../support/state-machine.ts';
import { testKnowledge } from '../support/test-knowledge.ts';
import { meter, type Units } from './meter.ts';

/** What is asked. */
export interface Asked {
  readonly experts: number;
  /** Bytes of the question. */
  readonly question: number;
  /** Bytes of each answer. */
  readonly answer: number;
}

/** Calls of one consultation: a POST without a key of its own, which is kept in case that it is repeated; its run; and a GET of the verdict. Nobody waits, and nothing fails. */
export interface Counted {
  /** Calls of functions by their name in the settings. */
  readonly functions: Readonly<Record<string, number>>;
  /** States that were entered. */
  readonly states: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Read units of one look at the run, which each worker makes every second while it waits. */
  readonly lookReadUnits: number;
  /** Objects of large questions. */
  readonly textsWritten: number;
  readonly textsRead: number;
  readonly sqsRequests: number;
  readonly events: number;
  readonly logLines: number;
}

/** Counts on the emulator that the environment names, in a table of its own. */
export async function countCalls({ experts, question, answer }: Asked): Promise<Counted> {
  const client = new DynamoDBClient();
  const bystander = new DynamoDBClient();
  const names = Array.from({ length: experts }, (_, index) => `expert-${index}`);
  const knowledge = testKnowledge({
    experts: Object.fromEntries(names.map((name) => [name, { provider: 'openai', model: 'large' }])),
    circles: { default: { experts: names, quorum: experts, budgetUsd: 1000 } },
  });
  const table = await createTable(client);
  const units = meter(client, bystander);
  const quiet = openPorts(knowledge);
  const counts = { core: 0, batches: 0, states: 0, asked: 0, textsWritten: 0, textsRead: 0 };
  const kept = memoryTexts();
  const texts: LargeTexts = {
    ...kept,
    put(key, text) {
      counts.textsWritten += 1;
      return kept.put(key, text);
    },
    get(key) {
      counts.textsRead += 1;
      return kept.get(key);
    },
  };
  const stored = dynamoPorts({ client, table, clock: quiet.clock }, texts);
  const id = { current: '' };
  let machine: ReturnType<typeof stateMachine> | undefined;
  const ports: TestPorts = {
    ...quiet,
    ...stored,
    // As Secrets Manager's: each use is written down before the key is given.
    vault: {
      ...quiet.vault,
      async use(secret, purpose) {
        await stored.secretUses.record({ secret, version: 'v1', at: quiet.clock.now().toISOString(), ...purpose });
        return quiet.vault.use(secret, purpose);
      },
    },
    // It reads the table as the core does, and weighs by counting.
    consensus: counting(pluralityConsensus(panelReader(stored)), () => {
      counts.core += 1;
    }),
    queue: {
      ...quiet.queue,
      async send(provider, messages) {
        counts.batches += Math.ceil(messages.length / 10);
        await quiet.queue.send(provider, messages);
      },
    },
    workflow: {
      ...quiet.workflow,
      async start(name) {
        id.current = name;
        machine = stateMachine(name, () => ports);
      },
      finish: async (token, output) => (await machine?.finish(token, output)) ?? 'gone',
    },
  };

  // The gateway has let the caller in.
  const app = buildApp({ ports, maxWaitSeconds: 25, authenticate: () => keyHolder, readiness: async () => ({}) });
  const body = { question: 'Why? '.padEnd(question, 'The bucket of the stack allows reads. ') };
  const headers = { 'content-type': 'application/json' };
  await expectStatus(app.request('/v1/consultations', { method: 'POST', headers, body: JSON.stringify(body) }), 202);
  if (!machine) throw new Error('the consultation was not started');
  await enter(machine, counts);
  await enter(machine, counts);
  const look = await unitsOf(units, () => ports.runs.state(id.current));
  const reply = replyOf('It is public. '.padEnd(answer, 'The bucket of the stack allows reads. '));
  for (const message of quiet.queue.receive('openai', experts)) {
    await handleRecord(message, { ask: async () => reply }, ports);
    await quiet.queue.remove(message.id);
    counts.asked += 1;
  }
  await enter(machine, counts);
  if (!machine.idle())
    throw new Error(
      `the consultation does not go on: ${quiet.log.entries
        .map(({ code, fields }) => code + JSON.stringify(fields))
        .slice(-6)
        .join(', ')}`,
    );
  await expectStatus(app.request(`/v1/consultations/${id.current}`), 200);
  return {
    functions: { api: 2, prepare: 1, ask: 1, conclude: 1, expert: counts.asked, consensus: counts.core },
    states: counts.states,
    writeUnits: units.writes,
    readUnits: units.reads - look.reads,
    lookReadUnits: look.reads,
    textsWritten: counts.textsWritten,
    textsRead: counts.textsRead,
    // Each message is received and deleted by a request of its own: workers take one at a time.
    sqsRequests: counts.batches + 2 * counts.asked,
    events: quiet.events.length,
    logLines: quiet.log.entries.length,
  };
}

async function enter(machine: ReturnType<typeof stateMachine>, counts: { states: number }): Promise<void> {
  await machine.step();
  counts.states += 1;
}

async function unitsOf(units: Units, act: () => Promise<unknown>): Promise<Units> {
  const before = { ...units };
  await act();
  return { writes: units.writes - before.writes, reads: units.reads - before.reads };
}

async function expectStatus(answering: Response | Promise<Response>, status: number): Promise<void> {
  const answer = await answering;
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`answered ${answer.status}: ${text.slice(0, 300)}`);
}

/** A port whose calls are told. */
function counting(port: Ports['consensus'], tell: () => void): Ports['consensus'] {
  return new Proxy(port, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...argv: unknown[]) => {
        tell();
        return Reflect.apply(member, target, argv);
      };
    },
  });
}
