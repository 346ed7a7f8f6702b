/** What becomes of an answer is kept, so that a repeat of its request finds it; and a caller who hangs up may have said what follows. */
import type { Context } from 'hono';
import { messageOf } from '../../shared/errors.ts';
import { cancelRun } from '../../shared/steps/finish-run.ts';
import { settleAnswer } from '../../shared/steps/join-repeat.ts';
import type { Asked } from './ask-circle.ts';
import { attend } from './audience.ts';
import type { ApiOptions, ConnectionEnd } from './options.ts';

/** An answer that is being given. */
export interface Answering {
  /**
   * Says that the answer is on its way: with what was asked for, or without, so that a repeat may come back for it. `forMs` limits how long,
   * where that is shorter than usual.
   */
  told(whole: boolean, forMs?: number): Promise<void>;
  /** Breaks the answer off behind what has been written, where its connection is at hand. */
  cut(): Promise<void>;
}

/** The header of an answer to a request that has joined an earlier one. */
export const joinedHeader = 'x-consultation-joined';

/** Follows the answer to a request until its connection ends, or until it is told where nobody sees that. */
export function followAnswer(context: Context, asked: Asked, options: ApiOptions): Answering {
  if (asked.joined) context.header(joinedHeader, 'true');
  const connection = options.connection?.(context.env);
  let outcome: { readonly whole: boolean; readonly forMs?: number | undefined } = { whole: false };
  if (connection === undefined) {
    return { told: (whole, forMs) => settle(whole ? 'delivered' : 'lost', forMs), cut: async () => undefined };
  }
  const leave = attend(asked.run.id);
  void connection.ended.then((end) => {
    const abandoned = leave(end);
    return settle(end === 'delivered' && outcome.whole ? 'delivered' : 'lost', outcome.forMs, abandoned);
  });
  return {
    async told(whole, forMs) {
      outcome = { whole, forMs };
    },
    cut: () => connection.cut(),
  };

  async function settle(state: ConnectionEnd, forMs?: number, abandoned = false): Promise<void> {
    const { ports } = options;
    try {
      if (asked.place !== undefined) await settleAnswer(asked.place, state, ports, forMs);
      if (abandoned && asked.policy.onDisconnect === 'cancel') await cancelRun(asked.run, ports);
    } catch (error) {
      // The answer is given all the same: only a repeat of it would not be known.
      ports.log.warn('REPEAT_NOT_KEPT', { consultationId: asked.run.id, reason: messageOf(error) });
    }
  }
}
