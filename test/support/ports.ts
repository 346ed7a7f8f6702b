/** Every port for one test: the real database in memory, and stand-ins that record what they were told. */
import { panelReader } from '../../infra/local/panels.ts';
import { openDatabase } from '../../shared/adapters/local/sqlite-database.ts';
import { sqlitePorts } from '../../shared/adapters/local/sqlite-ports.ts';
import { type SqliteQueue, sqliteQueue } from '../../shared/adapters/local/sqlite-queue.ts';
import type { Knowledge } from '../../shared/contract/circle.ts';
import type { WebhookReply } from '../../shared/contract/delivery.ts';
import type { DeployedSource } from '../../shared/contract/deployed-review.ts';
import type { Run } from '../../shared/contract/run.ts';
import type { ConsultationEnded } from '../../shared/contract/workflow.ts';
import { type InvalidInput, NotFound } from '../../shared/errors.ts';
import type { FilesOf } from '../../shared/ports/deployed-files.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { SecretPurpose, Vault } from '../../shared/ports/vault.ts';
import type { WebhookRequest, Webhooks } from '../../shared/ports/webhooks.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { pluralityConsensus } from './plurality.ts';
import { type RecordedLog, recordedLog } from './recorded-log.ts';
import { testKnowledge } from './test-knowledge.ts';

/** The state machine's side of a test: nobody waits for a token unless the test says so. */
export interface FakeWorkflow extends Workflow {
  readonly started: { readonly name: string; readonly input: unknown }[];
  readonly finished: { readonly token: string; readonly output: unknown }[];
  readonly stopped: string[];
  /** Tokens that a state waits for. */
  readonly waiting: Set<string>;
}

/** Provider keys by name; each use is recorded. */
export interface FakeVault extends Vault {
  readonly keys: Map<string, string>;
  readonly uses: { readonly secret: string; readonly purpose: SecretPurpose; readonly fresh: boolean }[];
}

/** Receivers of webhooks: each takes the next reply, and answers 204 when there is none left. */
export interface FakeWebhooks extends Webhooks {
  readonly posts: WebhookRequest[];
  readonly replies: WebhookReply[];
  /** What is wrong with a webhook, by its URL. */
  readonly refused: Map<string, NonNullable<Awaited<ReturnType<Webhooks['problemOf']>>>>;
}

/** Files of what is deployed, by path; each source has the same. */
export interface FakeFiles extends FilesOf<DeployedSource> {
  readonly files: Map<string, string | Uint8Array>;
  /** Sources that were listed. */
  readonly listed: DeployedSource[];
  /** Why the source cannot be looked into. */
  refusal: InvalidInput | undefined;
}

/** The ports, and the test's view of what lies behind them. */
export interface TestPorts extends Ports {
  readonly clock: FakeClock;
  readonly queue: SqliteQueue;
  readonly workflow: FakeWorkflow;
  readonly vault: FakeVault;
  readonly webhooks: FakeWebhooks;
  readonly log: RecordedLog;
  /** Events that were published. */
  readonly events: ConsultationEnded[];
  /** What is deployed, whatever the source. */
  readonly deployed: FakeFiles;
  /** Servers that do not answer, with the reason. */
  readonly unreachable: Map<string, string>;
}

/** Opens the ports on an empty database. */
export function openPorts(knowledge: Knowledge = testKnowledge()): TestPorts {
  const clock = fakeClock();
  const database = openDatabase(':memory:');
  const stored = sqlitePorts({ database, clock });
  const events: ConsultationEnded[] = [];
  const unreachable = new Map<string, string>();
  const deployed = fakeFiles();
  return {
    clock,
    ...stored,
    queue: sqliteQueue({ database, clock }),
    workflow: fakeWorkflow(),
    vault: fakeVault(),
    consensus: pluralityConsensus(panelReader(stored)),
    rules: {
      judge: async () => ({ files: [], notReviewed: [], findings: [], sources: [] }),
    },
    bus: {
      async publish(event) {
        events.push(event);
      },
    },
    reach: { problemOf: async (url) => unreachable.get(url) },
    webhooks: fakeWebhooks(),
    deployedFiles: { folder: deployed, bucket: deployed, stacks: deployed },
    deployed,
    log: recordedLog(),
    knowledge,
    events,
    unreachable,
  };
}

/** The run, which must exist. */
export async function runOf({ runs }: Pick<Ports, 'runs'>, id: string): Promise<Run> {
  const run = await runs.get(id);
  if (!run) throw new NotFound(`consultation ${id}`);
  return run;
}

/** The messages that lie on every queue, without taking them. */
export function queuedExperts(queue: SqliteQueue, provider: Parameters<SqliteQueue['receive']>[0]): readonly string[] {
  const messages = queue.receive(provider, 100);
  for (const { id } of messages) queue.giveBack(id, 0);
  return messages.map(({ body }) => String(JSON.parse(body).expert));
}

function fakeWorkflow(): FakeWorkflow {
  const waiting = new Set<string>();
  const workflow: FakeWorkflow = {
    started: [],
    finished: [],
    stopped: [],
    waiting,
    async start(name, input) {
      workflow.started.push({ name, input });
    },
    async finish(token, output) {
      workflow.finished.push({ token, output });
      return waiting.delete(token) ? 'released' : 'gone';
    },
    async stop(name) {
      workflow.stopped.push(name);
    },
  };
  return workflow;
}

function fakeWebhooks(): FakeWebhooks {
  const webhooks: FakeWebhooks = {
    posts: [],
    replies: [],
    refused: new Map(),
    problemOf: async ({ url }) => webhooks.refused.get(url),
    async post(request) {
      webhooks.posts.push(request);
      return webhooks.replies.shift() ?? { status: 204 };
    },
  };
  return webhooks;
}

function fakeFiles(): FakeFiles {
  const fake: FakeFiles = {
    files: new Map(),
    listed: [],
    refusal: undefined,
    async *list(source) {
      fake.listed.push(source);
      if (fake.refusal) throw fake.refusal;
      for (const [path, content] of fake.files) yield { path, bytes: Buffer.byteLength(content) };
    },
    async read(_, path) {
      const content = fake.files.get(path);
      return content === undefined ? { fault: 'is gone' } : { content: Buffer.from(content) };
    },
  };
  return fake;
}

function fakeVault(): FakeVault {
  const keys = new Map([
    ['OPENAI_API_KEY', 'key-of-openai'],
    ['ANTHROPIC_API_KEY', 'key-of-anthropic'],
    ['GROQ_API_KEY', 'key-of-groq'],
  ]);
  const vault: FakeVault = {
    keys,
    uses: [],
    async use(secret, purpose, { fresh = false } = {}) {
      vault.uses.push({ secret, purpose, fresh });
      return keys.get(secret);
    },
    has: async (secret) => keys.has(secret),
  };
  return vault;
}
