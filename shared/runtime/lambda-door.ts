/** What makes a function a Lambda: middy around it, the cloud's ports loaded on the first call. */
import middy from '@middy/core';
import type { z } from 'zod';
import type { Log, Ports } from '../ports.ts';
import { callFunction, type FunctionDefinition } from './define-function.ts';

/** Loaded when first called, so that importing a function needs no environment. */
async function openPorts(): Promise<Ports> {
  const { cloudPorts } = await import('./cloud-ports.ts');
  return cloudPorts();
}

let opened: Promise<Ports> | undefined;

/** The ports of this environment, opened once per cold start. */
export function portsOnAws(): Promise<Ports> {
  opened ??= openPorts();
  return opened;
}

/** The middleware of every door: an unexpected error is logged with its name and cause, never with its input, and goes on. */
export function logFailures(name: string): middy.MiddlewareObj {
  return {
    onError: async ({ error }) => {
      const { log } = await portsOnAws();
      reportFailure(log, name, error);
    },
  };
}

/** Writes one failure to the log: names and messages, which hold no prompt, answer or key. */
export function reportFailure(log: Log, name: string, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  const cause = known.cause instanceof Error ? known.cause.name : undefined;
  log.error('FUNCTION_FAILED', { function: name, error: known.name, reason: known.message, cause });
}

/** The Lambda handler of a workflow function or job. */
export function onAws<Input extends z.ZodType, Output extends z.ZodType>(definition: FunctionDefinition<Input, Output>) {
  return middy()
    .use(logFailures(definition.name))
    .handler(async (event: unknown) => callFunction(definition, await portsOnAws(), event));
}
