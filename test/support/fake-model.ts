/** A model whose replies stand in a list, and which remembers what it was asked. */
import { ExpertFailure, type ExpertFailureType } from '../../shared/errors.ts';
import type { Model, ModelReply, ModelRequest } from '../../shared/ports/model.ts';

/** One reply: a text, a whole reply, a failure, or what to do with the request. */
export type Turn = string | ModelReply | Error | ((request: ModelRequest) => Promise<ModelReply> | ModelReply);

export interface FakeModel extends Model {
  readonly requests: readonly ModelRequest[];
}

/** A reply of known size: a hundred tokens in, ten out. */
export function replyOf(text: string): ModelReply {
  return { text, usage: { inputTokens: 100, outputTokens: 10 } };
}

/** An expert's failure, with what the failed call has used. */
export function failureOf(type: ExpertFailureType, options: ConstructorParameters<typeof ExpertFailure>[2] = {}): ExpertFailure {
  return new ExpertFailure(type, `the expert failed: ${type}`, options);
}

/** Gives one turn a call; the last one stays. */
export function fakeModel(...turns: readonly [Turn, ...Turn[]]): FakeModel {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async ask(request) {
      const turn = turns[Math.min(requests.length, turns.length - 1)] ?? '';
      requests.push(request);
      if (turn instanceof Error) throw turn;
      if (typeof turn === 'function') return turn(request);
      return typeof turn === 'string' ? replyOf(turn) : turn;
    },
  };
}
