/** A matrix of the members that requests come with, OpenAI's and the usual foreign ones, and what becomes of each value. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ChatRefusal } from '../../../functions/api/chat/error.ts';
import { refusalOf } from '../../../functions/api/chat/read-request.ts';
import { consultationOf } from '../../../functions/api/chat/request.ts';
import { chatRequest, used } from '../../../shared/contract/chat.ts';
import { formsOfOthers, neutralValues } from '../../../shared/contract/chat-parameters.ts';
import { steeringValues } from '../../../shared/contract/context.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const body = { model: 'expert/dot', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

type Fate = 'used' | 'taken' | 'passed on' | 'ignored' | 'refused';

/** What becomes of a member with a value: `taken` has no effect and needs none. */
function fateOf(name: string, value: unknown, strict = false): Fate {
  const read = chatRequest.safeParse({ ...body, [name]: value });
  if (!read.success) return refusalOf(read.error) && 'refused';
  try {
    const { body: asked, ignored } = consultationOf(read.data, testKnowledge(), { strict });
    if (ignored.length === 0) return fateIn(asked);
    expect(ignored).toEqual([name]);
    return 'ignored';
  } catch (error) {
    if (error instanceof ChatRefusal) return 'refused';
    throw error;
  }
}

function fateIn(asked: NewConsultation): Fate {
  const plain = consultationOf(chatRequest.parse(body), testKnowledge()).body;
  if (JSON.stringify(asked) === JSON.stringify(plain)) return 'taken';
  return Object.keys(asked.sampling ?? {}).some((name) => name in steeringValues) ? 'passed on' : 'used';
}

/** Every member that the official client declares, with a value that asks for something; and what becomes of it. */
const ofOpenAi: Readonly<Record<string, readonly [value: unknown, fate: Fate]>> = {
  audio: [{ voice: 'alloy', format: 'mp3' }, 'refused'],
  frequency_penalty: [0.5, 'ignored'],
  function_call: [{ name: 'f' }, 'refused'],
  functions: [[{ name: 'f' }], 'ignored'],
  logit_bias: [{ 50256: -100 }, 'ignored'],
  logprobs: [true, 'ignored'],
  max_completion_tokens: [50, 'used'],
  max_tokens: [50, 'used'],
  metadata: [{ team: 'blue' }, 'used'],
  modalities: [['text', 'audio'], 'refused'],
  moderation: [{ model: 'omni' }, 'refused'],
  n: [2, 'refused'],
  parallel_tool_calls: [false, 'ignored'],
  prediction: [{ type: 'content', content: 'x' }, 'ignored'],
  presence_penalty: [-1, 'ignored'],
  prompt_cache_key: ['k', 'ignored'],
  prompt_cache_options: [{ ttl: '1h' }, 'ignored'],
  prompt_cache_retention: ['24h', 'ignored'],
  reasoning_effort: ['high', 'ignored'],
  response_format: [{ type: 'json_object' }, 'used'],
  safety_identifier: ['user-1', 'ignored'],
  seed: [7, 'passed on'],
  service_tier: ['flex', 'ignored'],
  stop: ['END', 'used'],
  store: [true, 'ignored'],
  stream: [true, 'taken'],
  stream_options: [{ include_usage: true }, 'taken'],
  temperature: [0.2, 'used'],
  tool_choice: ['required', 'refused'],
  tools: [[{ type: 'function', function: { name: 'f' } }], 'ignored'],
  top_logprobs: [3, 'ignored'],
  top_p: [0.9, 'passed on'],
  user: ['user-1', 'ignored'],
  verbosity: ['low', 'ignored'],
  web_search_options: [{}, 'refused'],
};

/** What clients of other servers, and chat applications, send without being asked. */
const ofOthers = [
  ...['add_generation_prompt', 'background_tasks', 'best_of', 'cache_control', 'cache_prompt', 'chat_id', 'chat_template_kwargs'],
  ...['custom_llm_provider', 'enable_thinking', 'extra_headers', 'features', 'filter_ids', 'files', 'id', 'ignore_eos'],
  ...['include_reasoning', 'keep_alive', 'length_penalty', 'min_p', 'mirostat', 'mirostat_eta', 'mirostat_tau', 'model_item', 'num_ctx'],
  ...['options', 'params', 'parent_id', 'provider', 'reasoning', 'reasoning_format', 'repeat_last_n', 'repeat_penalty'],
  ...['repetition_penalty', 'route', 'safe_prompt', 'session_id', 'skip_special_tokens', 'tfs_z', 'thinking', 'thinking_budget'],
  ...['tool_ids', 'tool_servers', 'top_a', 'top_k', 'transforms', 'typical_p', 'usage', 'variables', 'random_seed', 'a_new_one'],
];

function declaredMembers(): readonly string[] {
  const path = join(import.meta.dirname, '../../../node_modules/openai/resources/chat/completions/completions.d.ts');
  const [, rest = ''] = readFileSync(path, 'utf8').split('export interface ChatCompletionCreateParamsBase {\n');
  const [own = ''] = rest.split('\n}\n');
  return [...own.matchAll(/^ {4}(\w+)\??:/gm)].map(([, name = '']) => name);
}

describe('the matrix', () => {
  it('has every member that the official client declares', () => {
    expect(Object.keys(ofOpenAi).toSorted()).toEqual(
      declaredMembers()
        .filter((name) => name !== 'model' && name !== 'messages')
        .toSorted(),
    );
  });

  it.each(Object.entries(ofOpenAi))('%s: %j', (name, [value, fate]) => {
    expect(fateOf(name, value)).toBe(fate);
  });

  it.each([...Object.keys(ofOpenAi), ...ofOthers, ...formsOfOthers])('%s with null asks for nothing', (name) => {
    expect(fateOf(name, null)).toBe('taken');
    expect(fateOf(name, null, true)).toBe('taken');
  });

  it.each(Object.entries(neutralValues))('%s with its neutral value %j asks for nothing', (name, value) => {
    expect(['taken', 'passed on']).toContain(fateOf(name, value));
  });

  it.each(ofOthers)('%s is taken and named, whatever its type', (name) => {
    for (const value of ['x', 2.5, true, { a: 1 }, ['a']]) expect(fateOf(name, value)).toBe('ignored');
  });

  it.each(formsOfOthers)('%s asks for another form of the answer, which would be read wrongly', (name) => {
    for (const value of ['x', true, { a: 1 }]) expect(fateOf(name, value)).toBe('refused');
  });

  it.each([...Object.entries(ofOpenAi).filter(([, [, fate]]) => fate === 'ignored'), ...ofOthers.map((name) => [name, ['x']] as const)])(
    '%s is refused by name where the caller or the server is strict',
    (name, [value]) => {
      expect(fateOf(name, value, true)).toBe('refused');
      const asked = { ...body, [name]: value, circle: { strict: true } };
      expect(() => consultationOf(chatRequest.parse(asked), testKnowledge())).toThrowError(new RegExp(`${name}: `));
      const lenient = { ...body, [name]: value, circle: { strict: false } };
      expect(consultationOf(chatRequest.parse(lenient), testKnowledge(), { strict: true }).ignored).toEqual([name]);
    },
  );

  it('has no member that is used and told of as unused', () => {
    for (const [name, [, fate]] of Object.entries(ofOpenAi)) if (name in used) expect(['used', 'taken']).toContain(fate);
  });
});

describe('members of messages', () => {
  it('that nobody knows are told of once each, and those that are null not at all', () => {
    const messages = [
      { role: 'user', content: 'a', id: '1', timestamp: 5, colour: null },
      { role: 'assistant', content: [{ type: 'text', text: 'b', mood: 'good' }], model: 'x' },
      { role: 'user', content: 'c', id: '2' },
    ];
    expect(consultationOf(chatRequest.parse({ ...body, messages }), testKnowledge()).ignored).toEqual([
      'messages[].content[].mood',
      'messages[].id',
      'messages[].model',
      'messages[].timestamp',
    ]);
  });
});

describe('a parameter that only some models take', () => {
  const ask = (model: string, more: object) => consultationOf(chatRequest.parse({ ...body, model, ...more }), testKnowledge());

  it('is passed on where every expert takes it', () => {
    expect(ask('expert/dot', { seed: 7, top_p: 0.5 })).toMatchObject({ body: { sampling: { seed: 7, topP: 0.5 } }, ignored: [] });
  });

  it('is told of where one of them does not', () => {
    expect(ask('circle/plain', { seed: 7, top_p: 0.5 })).toMatchObject({ body: { sampling: { topP: 0.5 } }, ignored: ['seed'] });
    expect(ask('circle/human', { seed: 7, top_p: 0.5 }).body).not.toHaveProperty('sampling');
    expect(ask('circle/human', { seed: 7, top_p: 0.5 }).ignored).toEqual(['seed', 'top_p']);
  });

  it('is told of where it has a value that is none', () => {
    expect(ask('expert/dot', { seed: 'lucky', top_p: 4 })).toMatchObject({ ignored: ['seed', 'top_p'] });
  });
});

describe('a circle that is to end with a hang-up', () => {
  const hasty = chatRequest.parse({ ...body, circle: { onDisconnect: 'cancel' } });
  const ask = (seesHangUp: boolean, strict = false) => consultationOf(hasty, testKnowledge(), { seesHangUp, strict });

  it('is asked for where hang-ups are seen, and told of as unused elsewhere', () => {
    expect(ask(true)).toMatchObject({ body: { onDisconnect: 'cancel' }, ignored: [] });
    expect(ask(false).ignored).toEqual(['circle.onDisconnect']);
    expect(ask(false).body).not.toHaveProperty('onDisconnect');
    expect(() => ask(false, true)).toThrowError(/circle\.onDisconnect: would have no effect/);
  });
});
