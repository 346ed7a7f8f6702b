/**
 * Parameters of Chat Completions that a circle has no use for. What could change an answer but steers only how a single model works is
 * taken, and the answer says that it had no effect; what asks for another kind of answer is refused by name.
 */
import * as z from 'zod';
import { noTools } from './chat-message.ts';

const anything = z.unknown().optional();

/** OpenAI's own parameters without effect. */
const ofOpenAi = {
  functions: z.array(z.unknown()).nullish(),
  logprobs: z.boolean().nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  prediction: z.looseObject({}).nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt_cache_retention: z.string().nullish(),
  reasoning_effort: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  seed: z.number().nullish(),
  service_tier: z.string().nullish(),
  store: z.boolean().nullish(),
  tools: z.array(z.unknown()).nullish(),
  top_logprobs: z.int().min(0).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  user: z.string().nullish(),
  verbosity: z.string().nullish(),
};

/** Parameters of other servers and of chat applications, which their clients send without being asked. */
export const ofOthers = {
  add_generation_prompt: anything,
  background_tasks: anything,
  best_of: anything,
  cache_control: anything,
  cache_prompt: anything,
  chat_id: anything,
  chat_template_kwargs: anything,
  custom_llm_provider: anything,
  enable_thinking: anything,
  extra_headers: anything,
  features: anything,
  filter_ids: anything,
  files: anything,
  id: anything,
  ignore_eos: anything,
  include_reasoning: anything,
  keep_alive: anything,
  length_penalty: anything,
  min_p: anything,
  mirostat: anything,
  mirostat_eta: anything,
  mirostat_tau: anything,
  model_item: anything,
  num_ctx: anything,
  options: anything,
  params: anything,
  parent_id: anything,
  provider: anything,
  reasoning: anything,
  reasoning_format: anything,
  repeat_last_n: anything,
  repeat_penalty: anything,
  repetition_penalty: anything,
  route: anything,
  safe_prompt: anything,
  session_id: anything,
  skip_special_tokens: anything,
  tfs_z: anything,
  thinking: anything,
  thinking_budget: anything,
  tool_ids: anything,
  tool_servers: anything,
  top_a: anything,
  top_k: anything,
  transforms: anything,
  typical_p: anything,
  usage: anything,
  variables: anything,
};

/** What changes no answer, and is taken without effect. */
export const withoutEffect = { ...ofOpenAi, ...ofOthers };

/** Values with which a parameter asks for nothing. */
const neutral: Readonly<Record<string, unknown>> = {
  best_of: 1,
  include_reasoning: false,
  logprobs: false,
  min_p: 0,
  repeat_penalty: 1,
  repetition_penalty: 1,
  length_penalty: 1,
  store: false,
  top_a: 0,
  top_logprobs: 0,
  top_p: 1,
};

/** The names of what a request asks for without effect, in the order of the alphabet. */
export function ignoredIn(request: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(request)
    .filter(([name, value]) => name in withoutEffect && asksForSomething(name, value))
    .map(([name]) => name)
    .toSorted();
}

function asksForSomething(name: string, value: unknown): boolean {
  const empty = Array.isArray(value) ? value.length === 0 : typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return value !== undefined && value !== null && !empty && value !== neutral[name];
}

/** A choice of tools that leaves it open whether one is called. */
const open = z.enum(['none', 'auto'], noTools);

/** What would change the answer and is not offered: only a value that asks for nothing is taken. */
export const notOffered = {
  audio: z.null({ error: 'answers are texts' }).optional(),
  frequency_penalty: z.literal(0, { error: 'is not offered: not every provider has it' }).nullish(),
  function_call: open.nullish(),
  logit_bias: z.strictObject({}, { error: 'is not offered: tokens differ from expert to expert' }).nullish(),
  modalities: z
    .array(z.literal('text', { error: 'answers are texts' }))
    .length(1)
    .nullish(),
  moderation: z.null({ error: 'is not offered' }).optional(),
  n: z.literal(1, { error: 'a circle gives one verdict' }).nullish(),
  presence_penalty: z.literal(0, { error: 'is not offered: not every provider has it' }).nullish(),
  tool_choice: z.union([open, z.looseObject({ type: open })], noTools).nullish(),
  web_search_options: z.null({ error: 'is not offered' }).optional(),
};
