/** The application on a real Node server, with what it knows of each answer, and clients on raw connections. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { expect } from 'vitest';
import { buildApp } from '../../functions/api/app.ts';
import { byKey } from '../../functions/api/authenticate.ts';
import type { ApiOptions } from '../../functions/api/options.ts';
import { connectionOf } from '../../infra/local/connection.ts';
import type { AnswerState } from '../../shared/contract/kept-request.ts';
import { publishVerdict } from '../../shared/steps/finish-run.ts';
import { goodKey } from './api.ts';
import { openPorts, type TestPorts } from './ports.ts';
import { post, type RawRequest } from './raw-client.ts';
import { answered, unanswered } from './samples.ts';
import { testKnowledge } from './test-knowledge.ts';

export interface RawDoor {
  readonly ports: TestPorts;
  /** What the server knows of the answers, in the order of the changes. */
  readonly told: readonly AnswerState[];
  /** Ids of the questions that were asked. */
  asked(): readonly string[];
  /** The questions, once there are so many. */
  untilAsked(count: number): Promise<readonly string[]>;
  /** How many requests have joined one. */
  joined(): number;
  addressOf(path: string): string;
  send(path: string, body: object, headers?: Readonly<Record<string, string>>): RawRequest;
  /** Hangs up, and waits until the server has seen it. */
  giveUp(request: RawRequest): Promise<void>;
  /** Ends a consultation of `ada` and `bob` with an answer, or without one. */
  end(id: string, heard?: boolean): Promise<void>;
  close(): void;
}

/** What becomes true soon, also on a busy machine. */
export function soon<Value>(look: () => Value | Promise<Value>) {
  return expect.poll(look, { timeout: 15_000 });
}

/** Opens the application on a free port; by default its connections can be seen. */
export async function openRawDoor(options: Partial<ApiOptions> = { connection: connectionOf }): Promise<RawDoor> {
  // Some tests change what is known.
  const open = openPorts(structuredClone(testKnowledge()));
  // Whoever waits, waits until there is something to tell.
  Object.assign(open.clock, {
    sleep: (_: number, signal?: AbortSignal) => new Promise((resolve) => signal?.addEventListener('abort', resolve)),
  });
  const told: AnswerState[] = [];
  const requests: TestPorts['requests'] = {
    ...open.requests,
    async change(fingerprint, holder, request) {
      const changed = await open.requests.change(fingerprint, holder, request);
      if (changed) told.push(request.state);
      return changed;
    },
  };
  const ports = { ...open, requests };
  const app = buildApp({ ports, maxWaitSeconds: 25, authenticate: byKey(goodKey), readiness: async () => ({}), ...options });
  const server: ServerType = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const addressOf = (path: string) => `http://127.0.0.1:${port}${path}`;
  const asked = () => ports.workflow.started.map(({ name }) => name);
  const lost = () => told.filter((state) => state === 'lost').length;
  return {
    ports,
    told,
    asked,
    async untilAsked(count) {
      await soon(asked).toHaveLength(count);
      return asked();
    },
    joined: () => ports.log.of('CONSULTATION_JOINED').length,
    addressOf,
    send: (path, body, headers = {}) => post(addressOf(path), { authorization: `Bearer ${goodKey}`, ...headers }, body),
    async giveUp(request) {
      const before = lost();
      request.hangUp();
      await soon(lost).toBe(before + 1);
    },
    async end(id, heard = true) {
      for (const expert of ['ada', 'bob']) await ports.opinions.record(id, heard ? answered(expert, 'yes') : unanswered(expert));
      await ports.runs.close(id, () => 'all');
      await publishVerdict(id, await ports.consensus.weigh(id), ports);
    },
    close: () => void server.close(),
  };
}
