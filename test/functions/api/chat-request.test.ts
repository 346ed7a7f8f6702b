/** What each parameter of OpenAI's API becomes: used, taken without effect, or refused by name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChatRefusal } from '../../../functions/api/chat/error.ts';
import { refusalOf } from '../../../functions/api/chat/read-request.ts';
import { consultationOf } from '../../../functions/api/chat/request.ts';
import { type ChatRequest, chatRequest } from '../../../shared/contract/chat.ts';
import { ignoredIn, ofOthers } from '../../../shared/contract/chat-parameters.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const hello = { role: 'user', content: 'Why is the sky blue?' };
const body = { model: 'circle/plain', messages: [hello] };

function read(more: Readonly<Record<string, unknown>> = {}): NewConsultation {
  return consultationOf(chatRequest.parse({ ...body, ...more }), testKnowledge());
}

function refusal(more: Readonly<Record<string, unknown>>): ChatRefusal {
  const result = chatRequest.safeParse({ ...body, ...more });
  return result.success ? expect.fail(`${JSON.stringify(more)} was taken`) : refusalOf(result.error);
}

/** The names in the declaration of the official package. */
function declaredParameters(): readonly string[] {
  const path = join(import.meta.dirname, '../../../node_modules/openai/resources/chat/completions/completions.d.ts');
  const [, rest = ''] = readFileSync(path, 'utf8').split('export interface ChatCompletionCreateParamsBase {\n');
  const [own = ''] = rest.split('\n}\n');
  return [...own.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name = '']) => name);
}

describe('the parameters', () => {
  it('are those that the official client knows, those that others send, and one of our own', () => {
    const declared = declaredParameters();
    expect(declared.length).toBeGreaterThan(30);
    expect(Object.keys(chatRequest.shape).toSorted()).toEqual([...declared, ...Object.keys(ofOthers), 'circle'].toSorted());
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
    { top_p: 0.9 },
    { verbosity: 'low' },
    { tools: null },
    { tool_choice: null },
    { response_format: null },
    { parallel_tool_calls: null },
    { function_call: null },
    { functions: null },
    { stop: [] },
  ])('%j changes nothing', (more) => {
    expect(read(more)).toEqual(read());
  });

  it.each([
    { top_k: 40 },
    { repeat_penalty: 1.1 },
    { chat_id: 'c-1' },
    { session_id: 's-1' },
    { keep_alive: '5m' },
    { chat_template_kwargs: { enable_thinking: false } },
    { thinking: { type: 'enabled', budget_tokens: 1000 } },
    { min_p: 0.05 },
    { reasoning: { effort: 'high' } },
  ])('%j, which other servers know, changes nothing and is told of', (more) => {
    expect(read(more)).toEqual(read());
    expect(ignoredIn(chatRequest.parse({ ...body, ...more }))).toEqual(Object.keys(more));
  });

  it.each([
    { best_of: 1 },
    { repetition_penalty: 1 },
    { include_reasoning: false },
    { something_new: null },
    { top_k: null },
    { options: {} },
  ])('%j asks for nothing, so there is nothing to tell', (more) => {
    expect(read(more)).toEqual(read());
    expect(ignoredIn(chatRequest.parse({ ...body, ...more }))).toEqual([]);
  });

  it('without effect are told of by name, once each, whatever their value', () => {
    const more = { tools: [{}], seed: 7, user: 'u', top_p: 0.9, store: true, temperature: 1, stream: false, n: 1, logprobs: false };
    expect(ignoredIn(chatRequest.parse({ ...body, ...more }))).toEqual(['seed', 'store', 'tools', 'top_p', 'user']);
  });

  it('that limit the answer beyond our own limit are lowered', () => {
    expect(read({ max_tokens: 262_144 })).toMatchObject({ sampling: { maxOutputTokens: 200_000 } });
    expect(read({ max_completion_tokens: 1e6, max_tokens: 5 })).toMatchObject({ sampling: { maxOutputTokens: 200_000 } });
  });

  it.each<Partial<Record<keyof ChatRequest, unknown>>>([
    { audio: { voice: 'alloy', format: 'mp3' } },
    { frequency_penalty: 0.5 },
    { function_call: { name: 'f' } },
    { logit_bias: { 50256: -100 } },
    { moderation: { model: 'omni' } },
    { n: 2 },
    { presence_penalty: -1 },
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
    [{ temprature: 1 }, 'unknown_parameter', 'temprature'],
    [{ circle: { deadline: 5 } }, 'unknown_parameter', 'circle.deadline'],
    [{ stream_options: { include: true } }, 'unknown_parameter', 'stream_options.include'],
    [{ messages: undefined }, 'missing_required_parameter', 'messages'],
    [{ model: undefined }, 'missing_required_parameter', 'model'],
    [{ messages: [] }, 'invalid_value', 'messages'],
    [{ messages: [{ role: 'user' }] }, 'invalid_value', 'messages[0].content'],
    [{ messages: [{ ...hello, colour: 'red' }] }, 'unknown_parameter', 'messages[0].colour'],
    [{ messages: [{ role: 'tool', tool_call_id: 'x', content: 'y' }, hello] }, 'unsupported_value', 'messages[0].role'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }] }, 'invalid_value', 'messages[0].content'],
    [{ messages: [{ role: 'assistant', tool_calls: [{ id: 'x' }] }, hello] }, 'invalid_value', 'messages[0].tool_calls'],
    [{ temperature: 3 }, 'invalid_value', 'temperature'],
    [{ max_tokens: 0 }, 'invalid_value', 'max_tokens'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'invalid_value', 'stop'],
    [{ response_format: { type: 'xml' } }, 'invalid_value', 'response_format.type'],
  ])('%j is refused as %s %s', (more, code, parameter) => {
    expect(refusal(more)).toMatchObject({ code, parameter });
  });
});

describe('a conversation', () => {
  it('becomes instructions, earlier turns and the question', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 2 + 2?', name: 'ann' },
      { role: 'assistant', content: '4', refusal: null, annotations: [] },
      { role: 'developer', content: [{ type: 'text', text: 'Answer in French.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And' },
          { type: 'text', text: 'doubled?' },
        ],
      },
    ];
    expect(read({ messages })).toEqual({
      circle: 'plain',
      instructions: 'Be brief.\n\nAnswer in French.',
      messages: [
        { role: 'user', content: 'ann: What is 2 + 2?' },
        { role: 'assistant', content: '4' },
      ],
      question: 'And\ndoubled?',
    });
  });

  it('keeps what an assistant has refused', () => {
    const messages = [hello, { role: 'assistant', content: null, refusal: 'I would rather not.' }, hello];
    expect(read({ messages }).messages?.at(-1)).toEqual({ role: 'assistant', content: 'I would rather not.' });
  });

  it('leaves out what says nothing, but never the question', () => {
    const messages = [{ role: 'system', content: ' ' }, hello, { role: 'assistant', content: null }, hello];
    expect(read({ messages })).toEqual({ circle: 'plain', messages: [hello], question: hello.content });
    expect(() => read({ messages: [{ role: 'user', content: ' ' }] })).toThrowError(expect.objectContaining({ name: 'InvalidInput' }));
  });

  it('leaves the number of each image where the image stood', () => {
    const picture = (url: string, detail?: string) => ({ type: 'image_url', image_url: { url, ...(detail && { detail }) } });
    const inline = 'data:image/png;base64,iVBORw0KGgo=';
    const messages = [
      { role: 'user', content: [picture('https://example.test/a.png', 'low'), { type: 'text', text: 'What is this?' }] },
      { role: 'assistant', content: 'A cat.' },
      { role: 'user', content: [picture(inline)] },
    ];
    expect(read({ messages })).toMatchObject({
      question: '[image 2]',
      messages: [{ content: '[image 1]\nWhat is this?' }, { content: 'A cat.' }],
      images: [{ url: 'https://example.test/a.png', detail: 'low' }, { url: inline }],
    });
  });

  it('that is one of instructions only asks what they say', () => {
    expect(read({ messages: [{ role: 'system', content: 'Translate to French: hi' }] })).toEqual({
      circle: 'plain',
      question: 'Translate to French: hi',
    });
    const two = [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: 'Name a prime.' },
    ];
    expect(read({ messages: two })).toEqual({ circle: 'plain', question: 'Be brief.\n\nName a prime.' });
  });

  it('that ends with instructions still asks what the user has asked last', () => {
    expect(read({ messages: [hello, { role: 'system', content: 'In French.' }] })).toEqual({
      circle: 'plain',
      question: hello.content,
      instructions: 'In French.',
    });
  });

  it('that ends with a model’s turn asks for the next one, on all that was said', () => {
    const messages = [hello, { role: 'assistant', content: 'Because of', prefix: true }];
    expect(read({ messages })).toEqual({
      circle: 'plain',
      messages: [hello, { role: 'assistant', content: 'Because of' }],
      question: expect.stringMatching(/next turn/),
    });
  });

  it.each([[[{ role: 'system', content: ' ' }]], [[{ role: 'assistant', content: null }]], [[{ role: 'user', content: '' }]]])(
    'that says nothing is refused: %j',
    (messages) => {
      expect(() => read({ messages })).toThrowError(expect.objectContaining({ name: 'InvalidInput' }));
    },
  );

  it.each([
    { reasoning_content: 'Hm.' },
    { reasoning: 'Hm.' },
    { reasoning: { text: 'Hm.' } },
    { reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] },
    { thinking: 'Hm.' },
    { prefix: true },
    { parsed: { a: 1 } },
    { parsed: null },
    { refusal: null, annotations: [], audio: null, function_call: null, tool_calls: null },
    { tool_calls: [] },
    { annotations: null, name: null, something_new: null },
    {
      content: [
        { type: 'think', text: 'Hm.' },
        { type: 'text', text: '4' },
      ],
    },
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
        { type: 'text', text: '4' },
      ],
    },
    {
      content: [
        { type: 'redacted_thinking', data: 'xx' },
        { type: 'text', text: '4', annotations: [] },
      ],
    },
  ])('takes a turn of another model with %j, and none of its thinking', (more) => {
    const messages = [hello, { role: 'assistant', content: '4', ...more }, hello];
    expect(read({ messages }).messages?.at(-1)).toEqual({ role: 'assistant', content: '4' });
  });

  it('takes marks for caches and members that are null', () => {
    const text = { type: 'text', text: hello.content, cache_control: { type: 'ephemeral' } };
    expect(read({ messages: [{ role: 'user', content: [text], name: null }] })).toEqual(read());
    expect(read({ messages: [{ ...hello, cache_control: { type: 'ephemeral' } }] })).toEqual(read());
    const picture = { type: 'image_url', image_url: { url: 'https://example.test/a.png', detail: null } };
    expect(read({ messages: [{ role: 'user', content: [picture] }] }).images).toEqual([{ url: 'https://example.test/a.png' }]);
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
