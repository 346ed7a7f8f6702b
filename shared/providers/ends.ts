/**
 * How an answer ended, in the words of every vendor. Good ends are listed, and so are bad ones; a word that stands in neither list is
 * not taken for a good end, since a vote of half an answer is worse than none.
 */

/** `whole`: the model ended by itself. `cut`: something else ended it. `refused` and `broken` give no answer at all. */
export type End = 'whole' | 'cut' | 'refused' | 'broken';

/** A word for an end, in lower case, and a vendor or server that says it. */
export const ends: Readonly<Record<Exclude<End, 'cut'>, Readonly<Record<string, string>>> & { cut: Readonly<Record<string, string>> }> = {
  whole: {
    stop: 'OpenAI, Google and most others',
    end_turn: 'Anthropic, Bedrock',
    stop_sequence: 'Anthropic, Bedrock, Text Generation Inference',
    eos: 'Together, llama.cpp',
    eos_token: 'Text Generation Inference, watsonx',
    end_of_text: 'several small servers',
    endoftext: 'AI21',
    stop_token: 'several small servers',
    stop_str: 'SGLang',
    word: 'llama.cpp',
    complete: 'Cohere',
    completed: 'OpenAI Responses',
    finish: 'older Bedrock models',
    finished: 'several small servers',
    done: 'several gateways',
    // With text beside it, the text is the answer.
    tool_calls: 'OpenAI',
    tool_call: 'Cohere',
    tool_use: 'Anthropic, Bedrock',
    function_call: 'OpenAI',
  },
  cut: {
    length: 'OpenAI and most others',
    max_tokens: 'Anthropic, Google, Cohere, watsonx',
    max_output_tokens: 'OpenAI Responses',
    max_completion_tokens: 'several gateways',
    max_length: 'several small servers',
    max_new_tokens: 'Text Generation Inference',
    model_length: 'Mistral',
    token_limit: 'watsonx',
    limit: 'llama.cpp',
    error_limit: 'Cohere',
    context_length: 'several gateways',
    context_length_exceeded: 'several gateways',
    model_context_window_exceeded: 'Anthropic, Bedrock, Zhipu',
    continuation: 'Google',
    abort: 'vLLM, SGLang',
    aborted: 'several gateways',
    cancelled: 'OpenAI Responses, watsonx',
    canceled: 'several gateways',
    user_cancel: 'Cohere',
    interrupted: 'several gateways',
    timeout: 'Cohere and several gateways',
    time_limit: 'watsonx',
    insufficient_system_resource: 'DeepSeek',
    preempted: 'several schedulers',
    repetition: 'several servers that stop a loop',
    pause_turn: 'Anthropic',
    compaction: 'Anthropic',
    incomplete: 'OpenAI Responses',
    in_progress: 'OpenAI Responses',
    queued: 'OpenAI Responses',
    not_finished: 'watsonx',
    load: 'Ollama',
    unload: 'Ollama',
    other: 'Google',
    finish_reason_unspecified: 'Google',
    malformed_response: 'Google',
    malformed_model_output: 'Bedrock',
  },
  refused: {
    content_filter: 'OpenAI',
    content_filtered: 'Bedrock',
    guardrail_intervened: 'Bedrock',
    refusal: 'Anthropic',
    safety: 'Google',
    image_safety: 'Google',
    recitation: 'Google',
    blocklist: 'Google',
    prohibited_content: 'Google',
    spii: 'Google',
    language: 'Google',
    sensitive: 'Zhipu',
    error_toxic: 'Cohere',
    moderation: 'several gateways',
  },
  broken: {
    error: 'OpenRouter, vLLM, Mistral, Cohere',
    failed: 'OpenAI Responses',
    network_error: 'Zhipu',
    server_error: 'several gateways',
    malformed_function_call: 'Google',
  },
};

const known = new Map<string, End>(
  (['whole', 'cut', 'refused', 'broken'] as const).flatMap((end) => Object.keys(ends[end]).map((word) => [word, end] as const)),
);

/** What the SDK makes of an end, where the provider itself gave no word for it. */
const unified: Readonly<Record<string, End>> = { length: 'cut', 'content-filter': 'refused', error: 'broken' };

/**
 * The end that a provider's finish reason means. Without a word (null, missing, not a text) an answer is whole: servers of one's own often
 * say nothing. `mapped` is what the SDK made of it.
 */
export function endOf(word: string | undefined, mapped: string): End {
  const plain = word?.trim().toLowerCase().replaceAll(/[\s-]/g, '_') ?? '';
  if (plain === '' || plain === 'null' || plain === 'none') return unified[mapped] ?? 'whole';
  // The SDK knows of refusals that leave no word of their own, such as a text in `refusal`.
  if (mapped === 'content-filter') return 'refused';
  return known.get(plain) ?? 'cut';
}
