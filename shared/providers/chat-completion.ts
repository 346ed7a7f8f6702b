/**
 * A Chat Completions body as servers really write it, made into the one that the SDK takes. Only what is used is carried over, so that
 * no answer depends on the type of a member that nobody reads.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Members under which a gateway puts the whole completion. */
const envelopes = ['data', 'result', 'response', 'body', 'completion', 'output'] as const;
/** Members that say how an answer ended, OpenAI's own first. */
const endings = ['finish_reason', 'finishReason', 'stop_reason', 'done_reason'] as const;
/** Types of parts that hold thinking. */
const thinking = /^(?:think|thinking|reasoning|redacted_thinking|redacted_reasoning|reasoning_text|thought|summary_text|reasoning\.\w+)$/;
/** Members in which a text may stand, the usual one first. */
const textMembers = ['text', 'output_text', 'content', 'value'] as const;
/** The same for thinking. What is encrypted is for nobody to read. */
const thinkingMembers = ['text', 'thinking', 'reasoning', 'reasoning_content', 'content', 'summary', 'value'] as const;
/** Entries of a list that are looked at. */
const listMax = 20;
/** How deep parts may lie in parts. */
const depthMax = 6;

/** The body with its first answer in the form that the SDK takes; what holds no answer stays as it is. */
export function tidyCompletion(body: unknown): unknown {
  const root = completionIn(body, 0);
  const choice = root && choiceIn(root);
  if (root === undefined || choice === undefined) return body;
  const word = endings.map((name) => choice[name]).find((value) => typeof value === 'string');
  return {
    choices: [{ message: messageOf(choice), finish_reason: word ?? null }],
    usage: usageOf(record(root['usage']) ?? record(record(body)?.['usage'])),
  };
}

function completionIn(body: unknown, depth: number): Fields | undefined {
  if (Array.isArray(body)) return firstCompletion(body.slice(0, listMax), depth);
  const root = record(body);
  if (root === undefined || choiceIn(root) !== undefined || depth === depthMax) return root;
  return firstCompletion(
    envelopes.map((name) => root[name]),
    depth,
  );
}

function firstCompletion(bodies: readonly unknown[], depth: number): Fields | undefined {
  if (depth === depthMax) return undefined;
  return bodies.map((inner) => completionIn(inner, depth + 1)).find((inner) => inner !== undefined && choiceIn(inner) !== undefined);
}

/** The first choice with words of its own, else the first. Some servers write one choice without its list, or only its message. */
function choiceIn(root: Fields): Fields | undefined {
  const { choices } = root;
  const listed = Array.isArray(choices) ? choices : listOf(record(choices));
  const all = listed.map(record).filter((choice) => choice !== undefined);
  const [first] = all;
  if (first !== undefined) return all.find((choice) => messageOf(choice).content !== '') ?? first;
  if (record(root['message']) !== undefined) return root;
  // A message alone, as other APIs of the same vendors write it.
  return root['role'] === 'assistant' && root['content'] !== undefined ? { ...root, message: root } : undefined;
}

/** A choice in place of a list of them, or a list written as an object. */
function listOf(choices: Fields | undefined): unknown[] {
  if (choices === undefined) return [];
  const isChoice = ['message', 'text', 'delta', 'finish_reason'].some((name) => name in choices);
  return isChoice ? [choices] : Object.values(choices);
}

interface Message {
  readonly role: 'assistant';
  readonly content: string;
  readonly reasoning_content: string | null;
  readonly refusal: string | null;
}

function messageOf(choice: Fields): Message {
  const said = choice['message'] ?? choice['delta'] ?? choice['text'];
  const message = record(said) ?? { content: said };
  const { content, reasoning_content: first, reasoning, reasoning_details: details, thinking: own, refusal } = message;
  const thoughts = [first, reasoning, details, own].map((value) => thoughtIn(value, 0)).find((text) => text !== '');
  const reasons = [thoughts, thoughtParts(content)].filter(Boolean).join('\n');
  return {
    role: 'assistant',
    content: textIn(content ?? message['text'], 0),
    reasoning_content: reasons === '' ? null : reasons,
    refusal: typeof refusal === 'string' ? refusal : null,
  };
}

/** The text of a content: a text, a part, or a list of either. Parts that hold thinking are no text. */
function textIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth === depthMax) return '';
  if (Array.isArray(value)) return value.map((part) => textIn(part, depth + 1)).join('');
  const part = record(value);
  if (part === undefined || isThinking(part)) return '';
  return firstText(textMembers.map((name) => textIn(part[name], depth + 1)));
}

function thoughtIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth === depthMax) return '';
  if (Array.isArray(value)) return value.map((part) => thoughtIn(part, depth + 1)).join('');
  const part = record(value);
  if (part === undefined) return '';
  return firstText(thinkingMembers.map((name) => thoughtIn(part[name], depth + 1)));
}

function thoughtParts(content: unknown): string {
  const parts = Array.isArray(content) ? content : [content];
  return parts
    .map(record)
    .filter((part) => part !== undefined && isThinking(part))
    .map((part) => thoughtIn(part, 0))
    .filter((text) => text !== '')
    .join('\n');
}

function isThinking({ type, thought }: Fields): boolean {
  return thought === true || (typeof type === 'string' && thinking.test(type.slice(0, 40)));
}

function firstText(texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}

/** Tokens under either of their names, as numbers or as texts of them. */
function usageOf(usage: Fields | undefined): { prompt_tokens: number; completion_tokens: number } | null {
  if (usage === undefined) return null;
  const tokens = (...names: string[]) => names.map((name) => countOf(usage[name])).find((count) => count > 0) ?? 0;
  const [prompt, completion, total] = [
    tokens('prompt_tokens', 'input_tokens'),
    tokens('completion_tokens', 'output_tokens'),
    tokens('total_tokens'),
  ];
  // Several write the tokens of thinking beside those of the answer, or into the sum alone; all of them are billed.
  const written = prompt > 0 ? Math.max(completion, total - prompt) : completion;
  return { prompt_tokens: prompt, completion_tokens: written };
}

function countOf(value: unknown): number {
  const count = typeof value === 'string' && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) ? count : 0;
}

function record(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
