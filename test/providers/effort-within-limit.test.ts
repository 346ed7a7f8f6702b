/** Whatever effort a seat is to think with: the request lets its model write no more than its limit, and one request is sent. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reasoningEffort } from '../../shared/contract/context.ts';
import { anthropic } from '../../shared/providers/anthropic.ts';
import { bedrock } from '../../shared/providers/bedrock.ts';
import { requestFor } from './ask-model.ts';
import { fixture, json, serve } from './provider-server.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  return () => vi.unstubAllEnvs();
});

interface Sent {
  readonly max_tokens?: number;
  readonly thinking?: { readonly type: string; readonly budget_tokens?: number };
  readonly inferenceConfig?: { readonly maxTokens?: number };
  readonly additionalModelRequestFields?: { readonly thinking?: { readonly budget_tokens?: number } };
}

const claude = (modelId: string) => ({
  title: modelId,
  async ask(maxOutputTokens: number, effort: string, key: string | undefined = 'sk-ant-key'): Promise<[Sent, number]> {
    const server = await serve(json(fixture('anthropic-answer')));
    const seat = { provider: 'anthropic', model: modelId, baseUrl: `${server.url}/v1`, maxOutputTokens } as const;
    await anthropic.ask(requestFor({ ...seat, reasoningEffort: reasoningEffort.parse(effort) }, { key }));
    return [JSON.parse((await server.received).body), server.count()];
  },
});
const converse = (modelId: string, key: string | undefined) => ({
  title: `${modelId} at Bedrock, ${key === undefined ? 'signed' : 'with a key'}`,
  async ask(maxOutputTokens: number, effort: string): Promise<[Sent, number]> {
    const server = await serve(json(fixture('bedrock-answer')));
    const seat = { provider: 'bedrock', model: modelId, region: 'eu-west-1', baseUrl: server.url, maxOutputTokens } as const;
    await bedrock.ask(requestFor({ ...seat, reasoningEffort: reasoningEffort.parse(effort) }, { key }));
    return [JSON.parse((await server.received).body), server.count()];
  },
});

const models = [
  ...['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-6', 'claude-3-5-haiku-latest', 'claude-of-tomorrow'].map(claude),
  converse('anthropic.claude-sonnet-4-5-20250929-v1:0', 'bearer'),
  converse('eu.anthropic.claude-haiku-4-5-20251001-v1:0', undefined),
  converse('amazon.nova-2-lite-v1:0', 'bearer'),
  converse('amazon.nova-2-lite-v1:0', undefined),
  converse('openai.gpt-oss-120b-1:0', 'bearer'),
];

describe.each(models)('$title', ({ ask }) => {
  it.each(reasoningEffort.options)('writes at most its limit with the effort %s', async (effort) => {
    for (const limit of [100, 1024, 1536, 2000, 16_000]) {
      const [body, sent] = await ask(limit, effort);
      expect(sent).toBe(1);
      const most = body.max_tokens ?? body.inferenceConfig?.maxTokens;
      expect(most).toBeLessThanOrEqual(limit);
      const budget = body.thinking?.budget_tokens ?? body.additionalModelRequestFields?.thinking?.budget_tokens ?? 0;
      expect(budget).toBeLessThan(Number(most));
    }
  });
});

it('thinks the more the higher the effort, where there is room', async () => {
  const { ask } = claude('claude-sonnet-4-5');
  const budgets: number[] = [];
  for (const effort of ['low', 'medium', 'high', 'xhigh']) {
    const [body] = await ask(16_000, effort);
    expect(body.max_tokens).toBe(16_000);
    budgets.push(body.thinking?.budget_tokens ?? 0);
  }
  expect(budgets).toEqual([3200, 6400, 9600, 12_800]);
});
