/** What makes a function a Lambda: middy around it, and the ports that it lists, loaded on the first call. */
import middy from '@middy/core';
import type { z } from 'zod';
import type { Log } from '../ports/log.ts';
import type { Ports } from '../ports/ports.ts';
import type { CloudPart, CloudPorts } from './cloud/part.ts';
import { callFunction, type FunctionDefinition } from './define-function.ts';

/** Opens the listed ports at the first call, once per cold start, so that importing a function needs no environment and no SDK. */
export function portsOnAws<Name extends keyof Ports = never>(parts: readonly CloudPart<Name>[]): () => Promise<CloudPorts<Name>> {
  let opened: Promise<CloudPorts<Name>> | undefined;
  const open = async () => {
    const { cloudPorts } = await import('./cloud/ports.ts');
    return cloudPorts(parts);
  };
  return () => {
    opened ??= open();
    return opened;
  };
}

/** The middleware of every entry point: an unexpected error is logged with its name and cause, never with its input, and goes on. */
export function logFailures(name: string, ports: () => Promise<Pick<Ports, 'log'>>): middy.MiddlewareObj {
  return {
    onError: async ({ error }) => {
      const { log } = await ports();
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

/** The Lambda handler of a workflow function or job. It does not compile if `run` takes a port that is not among the parts. */
export function onAws<Input extends z.ZodType, Output extends z.ZodType, Name extends keyof Ports = never>(
  definition: FunctionDefinition<Input, Output, NoInfer<CloudPorts<Name>>>,
  parts: readonly CloudPart<Name>[],
) {
  const ports = portsOnAws(parts);
  return middy()
    .use(logFailures(definition.name, ports))
    .handler(async (event: unknown) => callFunction(definition, await ports(), event));
}
