/** A request to a model, and what a failure of it must look like. */
import { expect } from 'vitest';
import type { Seat } from '../../shared/contract/expert.ts';
import { ExpertFailure, type ExpertFailureType, expertFailures } from '../../shared/errors.ts';
import type { ModelReply, ModelRequest } from '../../shared/ports/model.ts';

export const key = 'sk-test-Zq7Xw93LmPv2-contract-suite';
export const prompt = '<question>Why is the sky blue at noon, and red when the sun goes down over Ghent?</question>';
export const instructions = 'You are a physicist with a window. Answer in one sentence.';

/** A complete request for one seat. */
export function requestFor(seat: Partial<Seat>, rest: Partial<Omit<ModelRequest, 'seat'>> = {}): ModelRequest {
  return {
    seat: {
      expert: 'physicist',
      provider: 'openai-compatible',
      preset: seat.provider ?? 'openai-compatible',
      model: 'model-1',
      family: 'family',
      timeoutSeconds: 60,
      maxOutputTokens: 512,
      ...seat,
    },
    instructions,
    prompt,
    question: 'Why is the sky blue at noon, and red when the sun goes down over Ghent?',
    kind: 'text',
    key,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    knowledgeFolder: '/nowhere',
    ...rest,
  };
}

/** Asserts that the call fails by this name, and says nothing that it must not say; returns the failure. */
export async function expectFailure(
  reply: Promise<ModelReply>,
  type: ExpertFailureType,
  retryAfterSeconds?: number,
): Promise<ExpertFailure> {
  const failure = await reply.then(
    ({ text }) => expect.fail(`the model answered: ${text}`),
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(ExpertFailure);
  if (!(failure instanceof ExpertFailure)) throw failure;
  expect(failure).toMatchObject({ name: 'ExpertFailure', type, retryable: expertFailures[type].retryable, retryAfterSeconds });
  expect(failure.message.length).toBeLessThanOrEqual(450);
  for (const secret of [key, prompt, instructions]) {
    expect(everythingOf(failure)).not.toContain(secret);
  }
  return failure;
}

/** Message and causes: both may reach a log. */
function everythingOf(thrown: unknown): string {
  const own = JSON.stringify(thrown ?? '');
  return thrown instanceof Error ? [thrown.message, own, everythingOf(thrown.cause)].join('\n') : own;
}
