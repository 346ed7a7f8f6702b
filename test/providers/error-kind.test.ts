/** What vendors and servers say of one and the same fault, each in its own words. */
import { describe, expect, it } from 'vitest';
import { kindInWords } from '../../shared/providers/error-kind.ts';

const kindOf = (status: number, message: string, word?: string) =>
  kindInWords(status, { words: word === undefined ? [] : [word], message });

describe('a prompt that is too long', () => {
  it.each<[status: number, vendor: string, message: string, word?: string]>([
    [400, 'OpenAI', 'Your input is over the window of this model.', 'context_length_exceeded'],
    [400, 'OpenAI', "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."],
    [400, 'OpenAI', 'Your input exceeds the context window of this model. Please adjust your input and try again.'],
    [
      429,
      'OpenAI',
      'Request too large for m on tokens per min (TPM): Limit 10000, Requested 12000. The input or output tokens must be reduced.',
    ],
    [400, 'Anthropic', 'prompt is too long: 210001 tokens > 200000 maximum'],
    [400, 'Anthropic', 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000'],
    [413, 'Anthropic', 'Request exceeds the maximum allowed number of bytes.', 'request_too_large'],
    [400, 'Google', 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).'],
    [400, 'Google', 'Unable to submit request because the input token count is 32825 but model only supports up to 8192.'],
    [400, 'Bedrock', 'Input is too long for requested model.'],
    [400, 'Bedrock', 'Input Tokens Exceeded: Number of input tokens exceeds maximum length.'],
    [400, 'Bedrock', 'too many total text bytes: 210000 > 180000'],
    [400, 'vLLM', "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"],
    [400, 'vLLM', 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.'],
    [500, 'llama.cpp', 'the request exceeds the available context size, try increasing it', 'exceed_context_size_error'],
    [500, 'llama.cpp', 'input is too large to process. increase the physical batch size'],
    [422, 'Text Generation Inference', 'Input validation error: `inputs` must have less than 1024 tokens. Given: 4000'],
    [422, 'Text Generation Inference', '`inputs` tokens + `max_new_tokens` must be <= 2048. Given: 2000 and 512'],
    [400, 'Mistral', 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length'],
    [400, 'Cohere', 'too many tokens: size limit exceeded by 3000 tokens. Try using shorter or fewer inputs.'],
    [400, 'Groq', 'Please reduce the length of the messages or completion.'],
    [400, 'xAI', "This model's maximum prompt length is 131072 but the request contains 537812 tokens."],
    [400, 'Moonshot', 'Invalid request: Your request exceeded model token limit: 8192'],
    [200, 'MiniMax', 'invalid params, context window exceeds limit'],
    [400, 'Zhipu', 'Prompt exceeds max length', '1261'],
    [400, 'Alibaba', 'Range of input length should be [1, 129024]'],
    [413, 'GitHub', 'Request body too large for gpt-4o model. Max size: 8000 tokens.', 'tokens_limit_reached'],
    [400, 'SGLang', "The input (5000 tokens) is longer than the model's context length (4096 tokens)."],
    [400, 'watsonx', 'the number of input tokens 5000 cannot exceed the total tokens limit 4096 for this model'],
    [400, 'Ollama', 'the input length exceeds the context length'],
  ])('is named where %i of %s says "%s"', (status, _, message, word) => {
    expect(kindOf(status, message, word)).toBe('prompt-too-long');
  });

  it.each<[status: number, message: string]>([
    [400, 'max_tokens is too large: 100000. This model supports at most 16384 completion tokens.'],
    [400, 'max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens'],
    [400, 'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes'],
    [
      429,
      'This request would exceed your rate limit of 40,000 input tokens per minute. Please reduce the prompt length or try again later.',
    ],
    [429, 'Too many tokens, please wait before trying again.'],
    [429, 'Rate limit reached for m on tokens per min (TPM): Limit 10000, Used 9500, Requested 800.'],
    [400, 'the field is too long'],
    [400, 'response_format is not supported with this model'],
    [400, 'Unsupported parameter: context_length'],
  ])('is not meant where %i says "%s"', (status, message) => {
    expect(kindOf(status, message)).not.toBe('prompt-too-long');
  });
});

describe('the filter of a provider', () => {
  it.each<[status: number, vendor: string, message: string, word?: string]>([
    [400, 'Azure', "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", 'content_filter'],
    [400, 'OpenAI', 'Invalid prompt: your prompt was flagged as potentially violating our usage policy.', 'invalid_prompt'],
    [400, 'Anthropic', 'Output blocked by content filtering policy'],
    [400, 'Alibaba', 'Input data may contain inappropriate content.', 'data_inspection_failed'],
    [400, 'DeepSeek', 'Content Exists Risk'],
    [400, 'Moonshot', 'The request was rejected because it was considered high risk'],
    [200, 'MiniMax', 'input new_sensitive', '1026'],
    [400, 'Zhipu', '系统检测到输入或生成内容可能包含不安全或敏感内容', '1301'],
    [403, 'xAI', 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO'],
  ])('is named where %i of %s says "%s"', (status, _, message, word) => {
    expect(kindOf(status, message, word)).toBe('refused');
  });
});
