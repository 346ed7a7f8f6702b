/** What is done to a data folder, and what of it has been answered for: one line for each answer, written when the caller has it. */
import { createHash } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { buildApp } from '../../functions/api/app.ts';
import { byKey } from '../../functions/api/authenticate.ts';
import { requireCore } from '../../infra/local/core.ts';
import { type Embedded, openEmbedded } from '../../infra/local/embedded.ts';
import type { SyncMode } from '../../shared/adapters/local/sqlite-database.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

/** Name of the file of the data folder that says what callers have been answered. */
export const answersFile = 'answers';

/** What a caller has been answered; `deleting` is what it has begun to ask for. A digest is of the question, or of the verdict. */
export const answered = z.strictObject({
  what: z.enum(['accepted', 'ended', 'feedback', 'deleting', 'deleted']),
  id: z.string(),
  digest: z.string(),
});
export type Answered = z.infer<typeof answered>;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const key = 'key-of-the-power-test';

/** A knowledge folder with experts that answer by script. */
export function writeScripts(folder: string): void {
  cpSync(join(import.meta.dirname, '../../layers/knowledge'), folder, { recursive: true });
  const scripts = { ada: 'Paris', bob: 'Paris', cyd: 'Lyon' };
  for (const [expert, answer] of Object.entries(scripts))
    writeFileSync(join(folder, `${expert}.jsonl`), `${JSON.stringify({ answer, delayMs: 3 })}\n`);
  const experts = Object.keys(scripts).map(
    (expert) => `  ${expert}: { provider: scripted, model: script, family: ${expert}, script: ${expert}.jsonl }`,
  );
  const circle = '  default: { experts: [ada, bob, cyd], quorum: 3, deadlineSeconds: 870 }';
  writeFileSync(join(folder, 'circles.yaml'), ['experts:', ...experts, 'circles:', circle, ''].join('\n'));
}

/** Opens a data folder as the server does. */
export async function openServer(dataFolder: string, knowledgeFolder: string, sync: SyncMode): Promise<Embedded> {
  const knowledge = loadKnowledge(knowledgeFolder);
  return openEmbedded({ dataFolder, knowledge, core: requireCore(() => undefined), log: silent, environment: {}, sync });
}

/** A digest of a text. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const accepted = z.looseObject({ id: z.string() });
const seen = z.looseObject({ status: z.string(), verdict: z.unknown() });

/** Calls of one server, each of which throws unless it is answered as it should be. */
export function callsOf({ ports }: Pick<Embedded, 'ports'>) {
  const app = buildApp({ ports, maxWaitSeconds: 60, authenticate: byKey(key), readiness: async () => ({}) });
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await app.request(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} is answered ${answer.status}: ${text.slice(0, 200)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
  return {
    ask: async (question: string) => accepted.parse(await call('POST', '/v1/consultations', { question, kind: 'short' })).id,
    feedback: (id: string) => call('POST', `/v1/consultations/${id}/feedback`, { answer: 'Paris' }),
    remove: (id: string) => call('DELETE', `/v1/consultations/${id}?purge=true`),
    look: async (id: string) => seen.parse(await call('GET', `/v1/consultations/${id}`)),
    /** The verdict as text, once there is one. */
    async end(id: string): Promise<string> {
      await ports.runs.waitForEnd(id, 60_000);
      const { status, verdict } = seen.parse(await call('GET', `/v1/consultations/${id}`));
      if (status !== 'decided') throw new Error(`consultation ${id} is ${status}`);
      return JSON.stringify(verdict);
    },
  };
}
