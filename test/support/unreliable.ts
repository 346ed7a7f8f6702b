/** Ports that take their turns in a random order, and of which some calls fail: before their work is done, or after it. */

import { Unavailable } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { TestPorts } from './ports.ts';

/** A call that fails: the n-th of a method. `after` its work: the caller sees an error, but it has happened. */
export interface Crash {
  readonly method: (typeof fallible)[number] | (typeof fallibleDelivery)[number];
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** Methods that a consultation calls on its way. */
export const fallible = [
  'runs.get',
  'runs.state',
  'runs.token',
  'runs.saveToken',
  'runs.markSent',
  'runs.plan',
  'runs.beginStage',
  'runs.replaceSeat',
  'runs.markJoined',
  'runs.beginRound',
  'runs.markRoundSent',
  'runs.journal',
  'opinions.record',
  'opinions.read',
  'runs.close',
  'verdicts.publish',
  'runs.fail',
  'listings.overdue',
  'queue.send',
  'workflow.finish',
  'consensus.weigh',
  'consensus.weighSoFar',
  'consensus.support',
  'consensus.read',
  'consensus.settled',
  'consensus.judge',
  'consensus.alike',
  'reliability.learn',
  'bus.publish',
] as const;

/** Methods that a delivery calls on its way. */
export const fallibleDelivery = [
  'runs.get',
  'runs.state',
  'runs.fail',
  'deliveries.read',
  'deliveries.save',
  'queue.sendDelivery',
  'vault.use',
  'webhooks.post',
] as const;

export interface Unreliable {
  readonly ports: Ports;
  /** From now on every call succeeds. */
  calm(): void;
}

/** Wraps what is stored, queue, workflow, core, bus, vault and webhooks. `turn` resolves when the next call may go on. */
export function unreliable(ports: TestPorts, crashes: readonly Crash[], turn: () => Promise<unknown>): Unreliable {
  const calls = new Map<string, number>();
  let calmed = false;
  const crashing = (method: string, nth: number, when: Crash['when']) =>
    !calmed && crashes.some((crash) => crash.method === method && crash.nth === nth && crash.when === when);

  const wrap = <Port extends object>(port: Port, word: string): Port =>
    new Proxy(port, {
      get(target, property) {
        const method: unknown = Reflect.get(target, property);
        const name = `${word}.${String(property)}`;
        if (typeof method !== 'function') return method;
        return async (...parameters: readonly unknown[]): Promise<unknown> => {
          const nth = (calls.get(name) ?? 0) + 1;
          calls.set(name, nth);
          await turn();
          if (crashing(name, nth, 'before')) throw new Unavailable(`${name} ${nth}`);
          const result: unknown = await Reflect.apply(method, target, parameters);
          if (crashing(name, nth, 'after')) throw new Unavailable(`the answer of ${name} ${nth}`);
          return result;
        };
      },
    });

  return {
    ports: {
      ...ports,
      runs: wrap(ports.runs, 'runs'),
      opinions: wrap(ports.opinions, 'opinions'),
      verdicts: wrap(ports.verdicts, 'verdicts'),
      listings: wrap(ports.listings, 'listings'),
      reliability: wrap(ports.reliability, 'reliability'),
      feedback: wrap(ports.feedback, 'feedback'),
      deliveries: wrap(ports.deliveries, 'deliveries'),
      requests: wrap(ports.requests, 'requests'),
      health: wrap(ports.health, 'health'),
      agenda: wrap(ports.agenda, 'agenda'),
      secretUses: wrap(ports.secretUses, 'secretUses'),
      queue: wrap({ send: ports.queue.send, sendDelivery: ports.queue.sendDelivery }, 'queue'),
      workflow: wrap(ports.workflow, 'workflow'),
      consensus: wrap(ports.consensus, 'consensus'),
      bus: wrap(ports.bus, 'bus'),
      vault: wrap(ports.vault, 'vault'),
      webhooks: wrap(ports.webhooks, 'webhooks'),
    },
    calm() {
      calmed = true;
    },
  };
}
