/**
 * The Tasks extension of MCP 2026-07-28 (SEP-2663) for clients that declare it: a consultation that outlasts its call is a task of the
 * same id, so that nothing is kept between requests.
 */
import {
  type McpServer,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import { CircleApiError } from '../client/api-error.ts';
import type { Consultation } from '../contract/consultation.ts';
import { type AgentTask, agentTask, requestEnvelope, taskParameters, tasksExtension } from '../contract/mcp.ts';
import type { McpDependencies } from './dependencies.ts';
import { consultationResult } from './tool-result.ts';

/** Milliseconds between two looks of a client. */
const pollIntervalMs = 1000;

/** Whether the client of a request knows tasks; it says so with each request. */
export function declaresTasks({ mcpReq }: ServerContext): boolean {
  const { data } = requestEnvelope.safeParse(mcpReq.envelope);
  return data?.['io.modelcontextprotocol/clientCapabilities'].extensions[tasksExtension] !== undefined;
}

/** A consultation as a task. One that has failed is a completed task whose result is an error, as the extension asks. */
export function taskOf({ id, status, timing, opinions, pending }: Consultation): AgentTask {
  const times = [timing.createdAt, ...opinions.map(({ receivedAt }) => receivedAt)];
  return agentTask.parse({
    taskId: id,
    status: status === 'open' ? 'working' : status === 'cancelled' ? 'cancelled' : 'completed',
    statusMessage: status === 'open' ? `${opinions.length} of ${opinions.length + pending.length} experts are in` : status,
    createdAt: timing.createdAt,
    lastUpdatedAt: timing.endedAt ?? times.toSorted().at(-1),
    ttlMs: null,
    pollIntervalMs,
  });
}

/** Registers `tasks/get`, `tasks/cancel` and `tasks/update`. */
export function registerTasks(server: McpServer, { openClient, address }: McpDependencies): void {
  const handle = (method: string, work: (taskId: string) => Promise<Record<string, unknown>>): void =>
    server.server.setRequestHandler(method, { params: taskParameters, result: z.looseObject({}) }, async ({ taskId }, context) => {
      if (!declaresTasks(context))
        throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [tasksExtension]: {} } } });
      return work(taskId).catch((error: unknown) => {
        throw protocolErrorOf(error);
      });
    });

  handle('tasks/get', async (taskId) => {
    const state = await openClient().get(taskId);
    const task = taskOf(state);
    return task.status === 'completed'
      ? { ...task, result: { resultType: 'complete', ...consultationResult(state, address) } }
      : { ...task };
  });
  handle('tasks/cancel', async (taskId) => {
    const client = openClient();
    await client.get(taskId);
    // It may have ended meanwhile, or be about to: the client sees that when it looks, as the extension allows.
    await client.cancel(taskId).catch(unlessConflict);
    return {};
  });
  // No consultation asks its caller for anything, so that there is nothing to update.
  handle('tasks/update', async (taskId) => {
    await openClient().get(taskId);
    return {};
  });
}

function unlessConflict(error: unknown): void {
  if (!(error instanceof CircleApiError && error.type === 'conflict')) throw error;
}

/** A task that does not exist is a wrong parameter; anything else is in the way of an answer. */
function protocolErrorOf(error: unknown): ProtocolError {
  const unknownTask = error instanceof CircleApiError && (error.type === 'not-found' || error.type === 'invalid-input');
  if (unknownTask) return new ProtocolError(ProtocolErrorCode.InvalidParams, `taskId: ${error.message}`);
  return new ProtocolError(ProtocolErrorCode.InternalError, error instanceof CircleApiError ? error.message : 'the task could not be read');
}
