/** The state machine of one consultation, a step at a time: the order, retries and catches of `infra/consultation.asl.json`. */
import { ask } from '../../functions/workflow/ask.ts';
import { conclude } from '../../functions/workflow/conclude.ts';
import { fail } from '../../functions/workflow/fail.ts';
import { prepare } from '../../functions/workflow/prepare.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';

type State = 'Prepare' | 'Ask' | 'Conclude' | 'Fail';

export interface StateMachine extends Workflow {
  /** Does what is next; nothing while a token is awaited, while a step is under way, or after the end. */
  step(): Promise<void>;
  /** States.Timeout of Ask. */
  timeout(): void;
  /** The execution is gone, and with it the token. */
  kill(): void;
  /** Whether a step would do something. */
  idle(): boolean;
}

/** Retries of a state after the first try. */
const retries = 3;
const notRetried = new Set(['InvalidInput', 'NotFound', 'BudgetExceeded', 'RunEnded']);
const after: Readonly<Record<Exclude<State, 'Ask'>, State | undefined>> = {
  Prepare: 'Ask',
  Conclude: undefined,
  Fail: undefined,
};

/** A machine for `consultationId`; `ports` are those that its functions get, known once it is part of them. */
export function stateMachine(consultationId: string, ports: () => Ports): StateMachine {
  let state: State | undefined = 'Prepare';
  let tries = 0;
  let busy = false;
  let tokens = 0;
  let awaited: string | undefined;
  let error: { readonly Error: string; readonly Cause: string } | undefined;

  const go = (next: State | undefined) => {
    state = next;
    tries = 0;
    awaited = undefined;
  };

  const work: Readonly<Record<State, () => Promise<unknown>>> = {
    Prepare: () => callFunction(prepare, ports(), { input: { consultationId }, execution: consultationId }),
    async Ask() {
      tokens += 1;
      awaited = `token-${tokens}`;
      return callFunction(ask, ports(), { consultationId, deadlineSeconds: 60, taskToken: awaited });
    },
    Conclude: () => callFunction(conclude, ports(), { consultationId }),
    Fail: () => callFunction(fail, ports(), { execution: consultationId, state: { consultationId, error } }),
  };

  const failed = (thrown: unknown) => {
    awaited = undefined;
    tries += 1;
    const name = thrown instanceof Error ? thrown.name : 'Unknown';
    if (tries <= retries && !notRetried.has(name)) return;
    error = { Error: name, Cause: messageOf(thrown) };
    // A Fail that fails too often ends the execution: the sweeper has to find the run.
    go(state === 'Fail' ? undefined : 'Fail');
  };

  return {
    async step() {
      const now = state;
      if (now === undefined || busy || awaited !== undefined) return;
      busy = true;
      try {
        await work[now]();
        if (state === now && now !== 'Ask') go(after[now]);
      } catch (thrown) {
        // A state that has moved on meanwhile, since its token was released, does not care how its function ended.
        if (state === now) failed(thrown);
      } finally {
        busy = false;
      }
    },
    timeout() {
      if (state === 'Ask' && awaited !== undefined) go('Conclude');
    },
    kill: () => go(undefined),
    idle: () => state === undefined || awaited !== undefined,
    start: async () => undefined,
    async finish(token) {
      if (token !== awaited) return 'gone';
      go('Conclude');
      return 'released';
    },
    stop: async () => go(undefined),
  };
}
