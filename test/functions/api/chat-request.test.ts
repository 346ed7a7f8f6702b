/** What each parameter of OpenAI's API becomes: used, taken without effect, or refused by name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChatRefusal } from '../../../functions/api/chat/error.ts';
import { refusalOf } from '../../../functions/api/chat/read-request.ts';
import { consultationOf } from '../../../functions/api/chat/request.ts';
import { type ChatRequest, chatRequest } from '../../../shared/contract/chat.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const hello = { role: 'user', content: 'Why is the sky blue?' };
const body = { model: 'circle/plain', messages: [hello] };

function read(more: Readonly<Record<string, unknown>> = {}): NewConsultation {
  return consultationOf(chatRequest.parse({ ...body, ...more }), testKnowledge()).body;
}

function refusal(more: Readonly<Record<string, unknown>>): ChatRefusal {
  const result = chatRequest.safeParse({ ...body, ...more });
  if (!result.success) return refusalOf(result.error);
  try {
    consultationOf(result.data, testKnowledge());
  } catch (error) {
    if (error instanceof ChatRefusal) return error;
    throw error;
  }
  return expect.fail(`${JSON.stringify(more)} was taken`);
}

/** The names in the declaration of the official package. */
function declaredParameters(): readonly string[] {
  const path = join(import.meta.dirname, '../../../node_modules/openai/resources/chat/completions/completions.d.ts');
  const [, rest = ''] = readFileSync(path, 'utf8').split('export interface ChatCompletionCreateParamsBase {\n');
  const [own = ''] = rest.split('\n}\n');
  return [...own.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name = '']) => name);
}

describe('the parameters', () => {
  it('name the circle by the model, whatever the question is about', () => {
    expect(read({ model: 'circle/default', circle: { queryType: 'code_review' } })).toMatchObject({
      circle: 'default',
      queryType: 'code_review',
    });
    expect(read({ model: 'expert/ada', circle: { queryType: 'code_review' } }).circle).toBeUndefined();
    expect(read({ model: 'circle/default' }).circle).toBeUndefined();
  });

  it('are those that the official client knows, and one of our own', () => {
    const declared = declaredParameters();
    expect(declared.length).toBeGreaterThan(30);
    expect(Object.keys(chatRequest.shape).toSorted()).toEqual([...declared, 'circle'].toSorted());
  });

  it.each<[Partial<Record<keyof ChatRequest, unknown>>, Partial<NewConsultation>]>([
    [{ model: 'circle/plain' }, { circle: 'plain' }],
    [{ model: 'expert/ada' }, { experts: ['ada'] }],
    [{ temperature: 0 }, { sampling: { temperature: 0 } }],
    [{ max_tokens: 50 }, { sampling: { maxOutputTokens: 50 } }],
    [{ max_completion_tokens: 60, max_tokens: 50 }, { sampling: { maxOutputTokens: 60 } }],
    [{ stop: 'END' }, { sampling: { stop: ['END'] } }],
    [{ stop: ['a', 'b'] }, { sampling: { stop: ['a', 'b'] } }],
    [{ metadata: { team: 'blue' } }, { metadata: { team: 'blue' } }],
    [{ response_format: { type: 'json_object' } }, { schema: { type: 'object' } }],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'n', strict: true, schema: { type: 'number' } } } },
      { schema: { type: 'number' } },
    ],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'n', description: 'a height' } } },
      { schema: { type: 'object', description: 'a height' } },
    ],
    [{ circle: { deadlineSeconds: 5, quorum: 1, budgetUsd: 1 } }, { deadlineSeconds: 5, quorum: 1, budgetUsd: 1 }],
    [{ circle: { webhook: { url: 'https://example.test/hook' } } }, { webhook: { url: 'https://example.test/hook' } }],
    [{ circle: { kind: 'choice', options: ['a', 'b'] } }, { kind: 'choice', options: ['a', 'b'] }],
  ])('%j is used', (more, expected) => {
    const question = 'Why is the sky blue?';
    expect(read(more)).toEqual(more.model === 'expert/ada' ? { question, ...expected } : { question, circle: 'plain', ...expected });
  });

  it.each<Partial<Record<keyof ChatRequest, unknown>>>([
    { audio: null },
    { frequency_penalty: 0 },
    { function_call: 'none' },
    { functions: [] },
    { logit_bias: {} },
    { logprobs: false },
    { modalities: ['text'] },
    { moderation: null },
    { n: 1 },
    { parallel_tool_calls: true },
    { prediction: { type: 'content', content: 'x' } },
    { presence_penalty: 0 },
    { prompt_cache_key: 'k' },
    { prompt_cache_options: { ttl: '1h' } },
    { prompt_cache_retention: '24h' },
    { reasoning_effort: null },
    { response_format: { type: 'text' } },
    { safety_identifier: 'user-1' },
    { seed: null },
    { service_tier: 'auto' },
    { service_tier: 'default' },
    { stop: null },
    { store: true },
    { stream: false },
    { stream_options: null },
    { temperature: null },
    { tool_choice: 'auto' },
    { tools: [] },
    { top_logprobs: 0 },
    { top_p: 1 },
    { user: 'user-1' },
    { verbosity: 'medium' },
    { logprobs: true },
    { reasoning_effort: 'high' },
    { seed: 7 },
    { service_tier: 'flex' },
    { tools: [{ type: 'function', function: { name: 'f' } }] },
    { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'none' },
    { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: 'auto' },
    { tools: [{ type: 'function', function: { name: 'f' } }], tool_choice: { type: 'auto' } },
    { functions: [{ name: 'f' }], function_call: 'auto' },
    { top_logprobs: 3 },
    { verbosity: 'low' },
    { tools: null },
    { tool_choice: null },
    { response_format: null },
    { parallel_tool_calls: null },
    { function_call: null },
    { functions: null },
    { stop: [] },
    { max_tokens: -1 },
    { frequency_penalty: 0.5 },
    { logit_bias: { 50256: -100 } },
    { presence_penalty: -1 },
    { temprature: 1 },
    { stream_options: { include: true } },
  ])('%j changes nothing', (more) => {
    expect(read(more)).toEqual(read());
  });

  it('that limit the answer beyond our own limit are lowered', () => {
    expect(read({ max_tokens: 262_144 })).toMatchObject({ sampling: { maxOutputTokens: 200_000 } });
    expect(read({ max_completion_tokens: 1e6, max_tokens: 5 })).toMatchObject({ sampling: { maxOutputTokens: 200_000 } });
  });

  it.each<Partial<Record<keyof ChatRequest, unknown>>>([
    { audio: { voice: 'alloy', format: 'mp3' } },
    { function_call: { name: 'f' } },
    { moderation: { model: 'omni' } },
    { n: 2 },
    { tool_choice: 'required' },
    { tool_choice: { type: 'function', function: { name: 'f' } } },
    { web_search_options: {} },
  ])('%j is refused by name', (more) => {
    const [name] = Object.keys(more);
    const { code, parameter, message } = refusal(more);
    expect({ code, root: parameter.split(/[.[]/)[0] }).toEqual({ code: 'unsupported_parameter', root: name });
    expect(message).toContain(`${parameter}: `);
  });

  it('are named with the place where a modality is', () => {
    expect(refusal({ modalities: ['audio'] })).toMatchObject({ code: 'unsupported_parameter', parameter: 'modalities[0]' });
  });

  it.each<[Readonly<Record<string, unknown>>, string, string]>([
    [{ circle: { deadline: 5 } }, 'unknown_parameter', 'circle.deadline'],
    [{ messages: undefined }, 'missing_required_parameter', 'messages'],
    [{ model: undefined }, 'missing_required_parameter', 'model'],
    [{ messages: [] }, 'invalid_value', 'messages'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] }, 'invalid_value', 'messages[0].content'],
    [{ messages: [{ role: 'critic', content: 'y' }, hello] }, 'unsupported_value', 'messages[0].role'],
    [{ messages: [{ role: 'user', content: ' ' }] }, 'invalid_value', 'messages'],
    [{ temperature: 3 }, 'invalid_value', 'temperature'],
    [{ max_tokens: -2 }, 'invalid_value', 'max_tokens'],
    [{ max_tokens: 0 }, 'invalid_value', 'max_tokens'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'invalid_value', 'stop'],
    [{ response_format: { type: 'xml' } }, 'invalid_value', 'response_format.type'],
  ])('%j is refused as %s %s', (more, code, parameter) => {
    expect(refusal(more)).toMatchObject({ code, parameter });
  });
});

describe('a model', () => {
  it.each(['plain', 'circle/nobody', 'expert/nobody', 'circle/constructor', 'circle/plain/x', 'gpt-5', 'circle/'])(
    '%s does not exist',
    (model) => {
      expect(() => read({ model })).toThrowError(expect.objectContaining({ name: 'NotFound' }));
    },
  );

  it('named circle/default gives way to the demo where nobody real can be asked, as no name does', () => {
    expect(read({ model: 'circle/default' })).toEqual({ question: hello.content });
  });
});
