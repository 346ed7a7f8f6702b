/** Ports that take their turns in a random order, and of which some calls fail: before their work is done, or after it. */

import { Unavailable } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';
import type { TestPorts } from './ports.ts';

/** A call that fails, by its number among all calls. `after` its work: the caller sees an error, but it has happened. */
export interface Crash {
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface Unreliable {
  readonly ports: Ports;
  /** From now on every call succeeds. */
  calm(): void;
}

/** Wraps store, queue, workflow, core and bus. `turn` resolves when the next call may go on. */
export function unreliable(ports: TestPorts, crashes: readonly Crash[], turn: () => Promise<unknown>): Unreliable {
  let calls = 0;
  let calmed = false;
  const crashing = (call: number, when: Crash['when']) => !calmed && crashes.some((crash) => crash.call === call && crash.when === when);

  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: readonly unknown[]): Promise<unknown> => {
          calls += 1;
          const call = calls;
          await turn();
          if (crashing(call, 'before')) throw new Unavailable(`call ${call}`);
          const result: unknown = await Reflect.apply(method, target, parameters);
          if (crashing(call, 'after')) throw new Unavailable(`the answer of call ${call}`);
          return result;
        };
      },
    });

  return {
    ports: {
      ...ports,
      store: wrap(ports.store),
      queue: wrap({ send: ports.queue.send }),
      workflow: wrap(ports.workflow),
      consensus: wrap(ports.consensus),
      bus: wrap(ports.bus),
    },
    calm() {
      calmed = true;
    },
  };
}
