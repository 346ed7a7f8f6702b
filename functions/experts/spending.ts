/** What asking one expert has used, written down before each call: a worker that stops leaves an unknown cost behind, never none. */

import type { Seat } from '../../shared/contract/expert.ts';
import type { AttemptNote, Opinion, Usage } from '../../shared/contract/opinion.ts';
import type { Run } from '../../shared/contract/run.ts';
import { costOf, priceOf } from '../../shared/domain/budget.ts';
import { callsOf } from '../../shared/domain/round-cost.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import { type ExpertFailure, messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { openAllowance } from './allowance.ts';
import { unknownUsage } from './interrupted.ts';
import { persist } from './persist.ts';

type SpendingPorts = Pick<Ports, 'opinions' | 'knowledge' | 'clock' | 'log'>;

/** The part of an opinion or a note that says what was used. */
export type Spent = Pick<Opinion, 'calls' | 'usage' | 'costUsd' | 'charged'>;

/** The account of one expert in one consultation. */
export interface Spending {
  /** Whether an earlier worker had begun to ask, and never came back. */
  readonly interrupted: boolean;
  /** Counts what a call has used; undefined for one that nobody bills. */
  add(used: Usage | undefined): void;
  /** All calls together; one unknown part makes the sum unknown. Empty where nothing can have been billed. */
  total(): Spent;
  /** Whether the limits have room for another call. */
  hasRoom(): boolean;
  /**
   * Writes down that a call begins. Goes on trying until `leftMs` is used up; throws what the store threw, or `ExpertFailure` where a limit has no
   * room for the call, and then nothing may be asked.
   */
  begin(leftMs: () => number): Promise<void>;
  /** Writes down that an attempt failed and will be repeated. Best effort: a note that cannot be written must not cost the answer. */
  failed(failure: ExpertFailure): Promise<void>;
}

/** Opens the account of a round, on top of the note that an earlier worker has left. */
export function openSpending(
  run: Run,
  seat: Seat,
  { earlier, round }: { readonly earlier?: AttemptNote | undefined; readonly round?: number | undefined },
  ports: SpendingPorts,
): Spending {
  const { opinions, clock, log } = ports;
  const allowance = openAllowance(run, seat, { earlier, round }, ports.knowledge);
  const spent: Usage[] = earlier?.usage ? [earlier.usage] : [];
  let attempts = (earlier?.attempts ?? 0) + 1;
  let calls = earlier === undefined ? 0 : callsOf(earlier);
  let last = earlier?.error;
  const total = (...more: readonly Usage[]): Spent => {
    const usage = sumUsage([...spent, ...more]);
    const billed = usage ? { usage, ...withoutUndefined({ costUsd: costOf(usage, priceOf(seat, ports.knowledge)) }) } : {};
    return { ...told(calls), ...billed, ...allowance.charged() };
  };
  const note = (underWay: boolean, so: Spent) =>
    opinions.noteAttempt({
      consultationId: run.id,
      expert: seat.expert,
      ...(round !== undefined && { round }),
      attempts,
      at: clock.now().toISOString(),
      ...(underWay && { underWay }),
      ...withoutUndefined({ error: last }),
      ...so,
    });
  const report = (error: unknown) =>
    log.warn('FUNCTION_FAILED', { consultationId: run.id, function: 'note-attempt', reason: messageOf(error) });

  return {
    interrupted: earlier?.underWay === true,
    add(used) {
      if (used) spent.push(used);
      allowance.settle(used);
    },
    hasRoom: () => allowance.hasRoom(),
    total,
    async begin(leftMs) {
      allowance.take();
      calls += 1;
      await persist(() => note(true, total(unknownUsage)), ports, { leftMs, onFailure: report });
    },
    async failed({ type, message, retryable }) {
      log.warn('EXPERT_ATTEMPT_FAILED', { consultationId: run.id, expert: seat.expert, reason: type, attempts });
      last = { type, message, retryable };
      await note(false, total()).catch(report);
      attempts += 1;
    },
  };
}

/** One call is what an opinion usually takes, and is not stored. */
function told(calls: number): Pick<Opinion, 'calls'> {
  return calls === 1 ? {} : { calls };
}

function sumUsage(spent: readonly Usage[]): Usage | undefined {
  if (spent.length === 0) return undefined;
  const sum = (field: keyof Usage) =>
    spent.reduce<number | null>((total, usage) => (total === null || usage[field] === null ? null : total + usage[field]), 0);
  return { inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') };
}
