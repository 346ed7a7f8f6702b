/** Ports that take their turns in a random order, and of which some calls fail: before their work is done, or after it. */

import { Unavailable } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports.ts';
import type { TestPorts } from './ports.ts';

/** A call that fails: the n-th of a method. `after` its work: the caller sees an error, but it has happened. */
export interface Crash {
  readonly method: (typeof fallible)[number] | (typeof fallibleDelivery)[number];
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** Methods that a consultation calls on its way. */
export const fallible = [
  'getRun',
  'saveToken',
  'markSent',
  'recordOpinion',
  'readOpinions',
  'closeRun',
  'endRun',
  'failRun',
  'listOverdue',
  'send',
  'finish',
  'weigh',
  'read',
  'settled',
  'learn',
  'publish',
] as const;

/** Methods that a delivery calls on its way. */
export const fallibleDelivery = ['getRun', 'failRun', 'readDeliveries', 'saveDelivery', 'sendDelivery', 'use', 'post'] as const;

export interface Unreliable {
  readonly ports: Ports;
  /** From now on every call succeeds. */
  calm(): void;
}

/** Wraps store, queue, workflow, core, bus, vault and webhooks. `turn` resolves when the next call may go on. */
export function unreliable(ports: TestPorts, crashes: readonly Crash[], turn: () => Promise<unknown>): Unreliable {
  const calls = new Map<PropertyKey, number>();
  let calmed = false;
  const crashing = (method: PropertyKey, nth: number, when: Crash['when']) =>
    !calmed && crashes.some((crash) => crash.method === method && crash.nth === nth && crash.when === when);

  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: readonly unknown[]): Promise<unknown> => {
          const nth = (calls.get(name) ?? 0) + 1;
          calls.set(name, nth);
          await turn();
          if (crashing(name, nth, 'before')) throw new Unavailable(`${String(name)} ${nth}`);
          const result: unknown = await Reflect.apply(method, target, parameters);
          if (crashing(name, nth, 'after')) throw new Unavailable(`the answer of ${String(name)} ${nth}`);
          return result;
        };
      },
    });

  return {
    ports: {
      ...ports,
      store: wrap(ports.store),
      queue: wrap({ send: ports.queue.send, sendDelivery: ports.queue.sendDelivery }),
      workflow: wrap(ports.workflow),
      consensus: wrap(ports.consensus),
      bus: wrap(ports.bus),
      vault: wrap(ports.vault),
      webhooks: wrap(ports.webhooks),
    },
    calm() {
      calmed = true;
    },
  };
}
