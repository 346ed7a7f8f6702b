/**
 * Parameters of Chat Completions beside those that are always used. What steers only how a single model works is passed on where every
 * expert of the panel takes it, else taken without effect, as is whatever nobody here knows: the answer names it. What would make the
 * answer wrong is refused by name.
 */
import * as z from 'zod';
import { noTools } from './chat-message.ts';
import { refused, unread } from './lenient-object.ts';
import { orEmpty } from './or-empty.ts';

/** Passed on where every expert of the panel takes it. */
export const steering = {
  reasoning_effort: unread('string').describe('Passed on where every expert takes it.'),
  seed: unread('integer').describe('Passed on where every expert takes it.'),
  top_p: unread('number').describe('Passed on where every expert takes it.'),
};

/** OpenAI's own parameters without effect. */
export const withoutEffect = {
  frequency_penalty: unread('number'),
  functions: unread('array'),
  logit_bias: unread('object'),
  logprobs: unread('boolean'),
  parallel_tool_calls: unread('boolean'),
  prediction: unread('object'),
  presence_penalty: unread('number'),
  prompt_cache_key: unread('string'),
  prompt_cache_options: unread('object'),
  prompt_cache_retention: unread('string'),
  safety_identifier: unread('string'),
  service_tier: unread('string'),
  store: unread('boolean'),
  tools: unread('array'),
  top_logprobs: unread('integer'),
  user: unread('string'),
  verbosity: unread('string'),
};

/** Values with which a parameter asks for nothing. */
export const neutralValues: Readonly<Record<string, unknown>> = {
  best_of: 1,
  frequency_penalty: 0,
  include_reasoning: false,
  length_penalty: 1,
  logprobs: false,
  min_p: 0,
  parallel_tool_calls: true,
  presence_penalty: 0,
  repeat_penalty: 1,
  repetition_penalty: 1,
  store: false,
  top_a: 0,
  top_logprobs: 0,
  top_p: 1,
};

/** Whether tools may be called: what leaves it open does. */
const leavesOpen = (choice: unknown): boolean => {
  const kind = typeof choice === 'object' && choice !== null && 'type' in choice ? choice.type : choice;
  return kind === null || kind === undefined || kind === 'none' || kind === 'auto';
};
const choiceOfTool = z.unknown().refine(leavesOpen, { error: noTools }).optional();

/** What other servers call another form of the answer, in which a client would then read it. */
export const formsOfOthers: readonly string[] = [
  ...['echo', 'ebnf', 'format', 'grammar', 'guided_choice', 'guided_grammar', 'guided_json', 'guided_regex', 'regex'],
  ...['structured_outputs', 'suffix'],
];

/** What asks for another answer than there is: only a value that asks for nothing is taken. */
export const notOffered = {
  audio: refused('answers are texts'),
  function_call: choiceOfTool.meta({ description: '`none` and `auto` are taken.' }),
  modalities: orEmpty(z.array(z.literal('text', { error: 'answers are texts' })).max(1)).nullable(),
  moderation: refused('nothing here moderates'),
  n: z.literal(1, { error: 'a circle gives one verdict' }).nullish(),
  tool_choice: choiceOfTool.meta({ description: '`none` and `auto` are taken.' }),
  web_search_options: refused('nothing here searches the web'),
};
