/** The state machine file, run in this process by aws-local-stepfunctions. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { StateMachine } from 'aws-local-stepfunctions';
import { InvalidConfiguration } from '../../errors.ts';
import type { Workflow } from '../../ports/workflow.ts';

/** A task's function: gets the Payload of `lambda:invoke`, returns what AWS would put under `Payload`. */
export type TaskHandler = (payload: unknown) => Promise<unknown>;

/** The workflow port, and what the process needs to shut it down. */
export interface AslWorkflow extends Workflow {
  /** Names of the executions that run now. */
  running(): readonly string[];
  /** Resolves when every execution has ended or waits for its token. */
  settle(): Promise<void>;
  /** Aborts every execution. A restart resumes their runs from the store. */
  abortAll(): void;
}

type RunOptions = NonNullable<Parameters<StateMachine['run']>[1]>;
type LocalHandlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;

interface TaskState {
  readonly Type: string;
  readonly Resource?: string;
}

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, TaskState>>;
}

/** Milliseconds between looks at whether all executions wait. */
const settleLookMs = 10;

/** Names of finished executions that are remembered, so that a second start under one name has no effect. */
const rememberedNames = 10_000;

/**
 * Builds the machine once. `handlers` are keyed by state name.
 * Throws `InvalidConfiguration` if a Task state has no handler: the engine would call AWS for it.
 */
export function aslWorkflow(options: {
  readonly definition: Definition;
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  /** Called when an execution ends; `error` is there unless it succeeded. */
  readonly onEnd?: (name: string, error: unknown) => void;
}): AslWorkflow {
  const { definition, handlers, onEnd } = options;
  const waiting = new Map<string, (output: unknown) => void>();
  const executions = new Map<string, { abort(): void }>();
  const finished = new Set<string>();
  const overrides = localHandlers(definition, handlers, waiting);
  // The file is validated by a test; validating again would cost a quarter of the start-up time.
  const machine = new StateMachine(definition as unknown as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: true },
  });

  const remember = (name: string) => {
    finished.add(name);
    const [oldest] = finished;
    if (finished.size > rememberedNames && oldest !== undefined) finished.delete(oldest);
  };

  return {
    async start(name, input) {
      if (executions.has(name) || finished.has(name)) return;
      const tokens: string[] = [];
      const execution = machine.run(input as Parameters<typeof machine.run>[0], {
        overrides: { taskResourceLocalHandlers: overrides as LocalHandlers },
        context: {
          Execution: { Name: name },
          // Each attempt of a state gets a token of its own, as in Step Functions.
          Task: {
            get Token() {
              const token = randomUUID();
              tokens.push(token);
              return token;
            },
          },
        } as unknown as Record<string, unknown>,
      });
      executions.set(name, execution);
      const done = (error: unknown) => {
        for (const token of tokens) waiting.delete(token);
        executions.delete(name);
        remember(name);
        onEnd?.(name, error);
      };
      execution.result.then(() => done(undefined), done);
    },
    async finish(token, output) {
      const release = waiting.get(token);
      if (!release) return 'gone';
      waiting.delete(token);
      release(output);
      return 'released';
    },
    async stop(name) {
      executions.get(name)?.abort();
    },
    running: () => [...executions.keys()],
    async settle() {
      while (executions.size > waiting.size) await pause(settleLookMs);
    },
    abortAll() {
      for (const execution of executions.values()) execution.abort();
    },
  };
}

/** The engine gives a handler the state's whole Parameters; AWS gives a function the Payload and wraps its result. */
function localHandlers(
  definition: Definition,
  handlers: Readonly<Record<string, TaskHandler>>,
  waiting: Map<string, (output: unknown) => void>,
): Record<string, (parameters: unknown) => Promise<unknown>> {
  const tasks = Object.entries(definition.States).filter(([, state]) => state.Type === 'Task');
  return Object.fromEntries(
    tasks.map(([name, state]) => {
      const handler = handlers[name];
      if (!handler) throw new InvalidConfiguration(`the state ${name} has no handler`);
      const waits = state.Resource?.endsWith('.waitForTaskToken') ?? false;
      return [name, waits ? waitForToken(handler, waiting) : async (parameters) => ({ Payload: await handler(payloadOf(parameters)) })];
    }),
  );
}

function waitForToken(handler: TaskHandler, waiting: Map<string, (output: unknown) => void>): (parameters: unknown) => Promise<unknown> {
  return async (parameters) => {
    const payload = payloadOf(parameters) as { readonly taskToken: string };
    // Registered before the function runs: an expert may answer before it returns.
    const released = new Promise((resolve) => waiting.set(payload.taskToken, resolve));
    await handler(payload);
    return released;
  };
}

function payloadOf(parameters: unknown): unknown {
  return (parameters as { readonly Payload: unknown }).Payload;
}
