/** When a request is a repeat of an earlier one, and which of several it repeats. */
import { type AnswerState, answerState, type KeptRequest } from '../contract/kept-request.ts';
import type { RunState } from '../contract/run.ts';

/** Milliseconds for which an answer that reached nobody can be asked for again. */
export const joinableMs = 10 * 60 * 1000;

/**
 * Milliseconds after which a request whose connection nobody can see counts as given up: API Gateway ends an answer in one piece after 29 s,
 * and the most impatient of the usual clients gives up after 30.
 */
export const givenUpAfterMs = 29_000;

/** Milliseconds after an answer in which a client may still send again what it takes for unanswered: they pause for a minute at most. */
const repeatedWithinMs = 60_000;

/** What a request says, and what its entry can know. */
export interface Repeating {
  /** `again`: the client says that it sends this again. `join`: whoever asks wants what is there of this question. */
  readonly said: 'again' | 'join' | undefined;
  /** Whether the entry sees a client hang up. */
  readonly seesHangUp: boolean;
}

/** The states of requests that this may be a repeat of. */
export function repeatableStates({ said, seesHangUp }: Repeating): readonly AnswerState[] {
  if (said !== undefined) return answerState.options;
  return seesHangUp ? ['lost'] : ['lost', 'awaited'];
}

/** The earlier requests that this may be a repeat of, the likeliest first. A caller who is seen to wait has not given up. */
export function repeatable(kept: readonly KeptRequest[], { said, seesHangUp }: Repeating, now: Date): readonly KeptRequest[] {
  const age = ({ at }: KeptRequest) => now.getTime() - Date.parse(at);
  const inState = (state: AnswerState) => kept.filter((request) => request.state === state).toSorted((one, other) => age(other) - age(one));
  const [lost, awaited, delivered] = [inState('lost'), inState('awaited'), inState('delivered').toReversed()];
  if (said === 'join') return [...lost, ...awaited, ...delivered];
  if (said === 'again')
    return [...lost, ...(seesHangUp ? [] : awaited), ...delivered.filter((request) => age(request) <= repeatedWithinMs)];
  return [...lost, ...(seesHangUp ? [] : awaited.filter((request) => age(request) >= givenUpAfterMs))];
}

/** Whether there is something to join: a run that broke, or that somebody cancelled, may go well if it is asked again. */
export function canBeJoined({ status, endedAt }: Pick<RunState, 'status' | 'endedAt'>, now: Date): boolean {
  if (status === 'failed' || status === 'cancelled') return false;
  return endedAt === undefined || now.getTime() - Date.parse(endedAt) <= joinableMs;
}

/** Until when an answer can be asked for again that is told now, or that will be there by the deadline. */
export function joinableUntil({ deadlineAt, endedAt }: Pick<RunState, 'deadlineAt' | 'endedAt'>, now: Date): string {
  const last = endedAt === undefined ? Math.max(Date.parse(deadlineAt), now.getTime()) : now.getTime();
  return new Date(last + joinableMs).toISOString();
}
