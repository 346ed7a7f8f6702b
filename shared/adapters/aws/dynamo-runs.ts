/** The life of a run in the table: created, open, closed, ended. Every change is an entry of its journal, conditional on the status that it leaves. */
import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type JournalEntry, roundEntry, stageEntry } from '../../contract/journal.ts';
import type { Replacement } from '../../contract/replacement.ts';
import type { Run, RunState } from '../../contract/run.ts';
import { withReplacements } from '../../contract/seats-now.ts';
import { runKey, tokenKey } from '../../contract/table.ts';
import { NotFound, Unavailable } from '../../errors.ts';
import type { Runs } from '../../ports/runs.ts';
import { createRun, findKey } from './dynamo-create-run.ts';
import { endRun } from './dynamo-end-run.ts';
import { kept } from './dynamo-kept.ts';
import { waitForArrival, waitForEnd } from './dynamo-progress.ts';
import { readQuestion } from './dynamo-question.ts';
import { removeRun } from './dynamo-removal.ts';
import { changeRun, readState, requireItem, requireState } from './dynamo-run-change.ts';
import { changing, earlierQuestion, isWhole, journalOf, stateOf } from './dynamo-run-item.ts';
import { type DynamoTable, readItem, storeName, write } from './dynamo-table.ts';
import type { LargeTexts } from './large-texts.ts';

// Each round of closing lost a race against an opinion, and a run has at most 50 of them.
const closeAttempts = 60;

/** Runs on a table, with their large questions elsewhere. */
export function dynamoRuns(table: DynamoTable, large: LargeTexts): Runs {
  const now = () => table.clock.now().toISOString();
  return {
    create: (run, idempotency) => createRun(table, large, run, idempotency),
    findKey: (tenant, idempotency) => findKey(table, tenant, idempotency),
    get: (consultationId) => readRun(table, large, consultationId),
    state: (consultationId) => readState(table, consultationId),

    async journal(consultationId) {
      return journalOf(await requireItem(table, consultationId));
    },

    async saveToken(consultationId, token) {
      // Apart from the run, which it would double: an item is billed by its size at every change.
      const Item = await kept(table, consultationId, { ...tokenKey(consultationId), token });
      await write(table, () => table.client.send(new PutCommand({ TableName: table.name, Item })));
      return requireState(table, consultationId);
    },

    token: (consultationId) => readToken(table, consultationId),

    async plan(consultationId, stages) {
      const { run } = await enter(table, consultationId, (state) =>
        state.stages || state.status !== 'open' ? undefined : { type: 'planned', at: now(), stages: stages.map((stage) => [...stage]) },
      );
      return run;
    },

    async beginStage(consultationId, stage, reason, grants) {
      const { entered, run } = await enter(table, consultationId, (state) =>
        state.status === 'open' && state.stages?.begun.length === stage && stage < state.stages.plan.length
          ? stageEntry({ at: now(), stage, reason }, grants?.(state))
          : undefined,
      );
      return { begun: entered, run };
    },

    async replaceSeat(consultationId, next) {
      let replaced: Replacement | undefined;
      const { run } = await enter(table, consultationId, (state) => {
        replaced = state.status === 'open' ? next(state) : undefined;
        return replaced && { type: 'replaced', at: now(), ...replaced };
      });
      return { replaced, run };
    },

    async markJoined(consultationId, expert) {
      await changeExisting(table, consultationId, { type: 'joined', at: now(), expert });
    },

    async markSent(consultationId, stages) {
      await changeExisting(table, consultationId, { type: 'asked', at: now(), ...(stages !== undefined && { stages }) });
    },

    async beginRound(consultationId, { round, reason, experts, seated }) {
      const { entered, run } = await enter(table, consultationId, (state) =>
        state.status === 'open' &&
        state.experts.length === (seated ?? state.experts.length) &&
        !state.rounds?.some((begun) => begun.round === round)
          ? roundEntry({ at: now(), round, reason, experts })
          : undefined,
      );
      return { begun: entered, run };
    },

    async markRoundSent(consultationId, round) {
      await changeExisting(table, consultationId, { type: 'sent', at: now(), round });
    },

    async close(consultationId, endedBy) {
      for (let attempt = 0; attempt < closeAttempts; attempt += 1) {
        const item = await requireItem(table, consultationId);
        const run = stateOf(item);
        if (run.status !== 'open') {
          return run;
        }
        const entry: JournalEntry = { type: 'closed', at: now(), endedBy: endedBy(run) };
        // The reason belongs to this journal: an opinion that comes in between may have changed it.
        const after = journalOf(item).length;
        const closed = await changeRun(table, consultationId, { entry, to: 'closed', from: ['open'], after });
        if (closed !== undefined) {
          return closed;
        }
      }
      throw new Unavailable(storeName);
    },

    fail: (consultationId, failure, endedAt) =>
      endRun(table, consultationId, ['open', 'closed'], { type: 'ended', at: endedAt, end: 'failed', failure }),

    cancel: (consultationId, endedAt) => endRun(table, consultationId, ['open'], { type: 'ended', at: endedAt, end: 'cancelled' }),

    remove: (consultationId) => removeRun(table, large, consultationId),

    waitForEnd: (consultationId, milliseconds) => waitForEnd(table, consultationId, milliseconds),
    waitForArrival: (consultationId, known, milliseconds) => waitForArrival(table, consultationId, known, milliseconds),
  };
}

/**
 * Adds the entry that `entryOf` makes of the run as it is, if it makes one; whatever comes in between, it is made anew. Who has entered is the one who goes on, so
 * it must know its own entry again: the SDK repeats a request whose reply was lost, and the repetition meets what the first one has written.
 */
async function enter(
  table: DynamoTable,
  consultationId: string,
  entryOf: (run: RunState) => JournalEntry | undefined,
): Promise<{ readonly entered: boolean; readonly run: RunState }> {
  const mark = randomUUID();
  for (let attempt = 0; attempt < closeAttempts; attempt += 1) {
    const item = await requireItem(table, consultationId);
    const run = stateOf(item);
    if (item[changing.entered] === mark) return { entered: true, run };
    const entry = entryOf(run);
    if (entry === undefined) return { entered: false, run };
    const changed = await changeRun(table, consultationId, { entry, from: ['open'], after: journalOf(item).length, mark });
    if (changed !== undefined) return { entered: true, run: changed };
  }
  throw new Unavailable(storeName);
}

/** Adds an entry to the journal of a run, whatever its status. Throws `NotFound`. */
async function changeExisting(table: DynamoTable, consultationId: string, entry: JournalEntry): Promise<void> {
  const saved = await changeRun(table, consultationId, { entry });
  if (saved === undefined) throw new NotFound(`consultation ${consultationId}`);
}

/** A whole run: its state, and what was asked. */
async function readRun(table: DynamoTable, large: LargeTexts, id: string): Promise<Run | undefined> {
  const item = await readItem(table, runKey(id));
  if (item === undefined) return undefined;
  return withReplacements({ ...stateOf(item), ...(isWhole(item) ? earlierQuestion(item) : await readQuestion(table, large, id)) });
}

/** The first version kept the token in the run's own item. */
async function readToken(table: DynamoTable, id: string): Promise<string | undefined> {
  const item = (await readItem(table, tokenKey(id))) ?? (await readItem(table, runKey(id)));
  const token = item?.['token'];
  return typeof token === 'string' ? token : undefined;
}
