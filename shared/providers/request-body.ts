/** What an expert's settings make of the body that the SDK has written: other names, no system role, members of its own. */
import type { Seat } from '../contract/expert.ts';
import type { Fetch } from './exchange.ts';

type Fields = Readonly<Record<string, unknown>>;
/** The settings of a seat that change its requests. */
export type BodySettings = Pick<Seat, 'maxTokensField' | 'systemRole' | 'extraBody'>;

/** The body as the seat's endpoint takes it. */
export function shapedBody(body: Fields, { maxTokensField = 'max_tokens', systemRole = true, extraBody = {} }: BodySettings): Fields {
  const { max_tokens: limit, messages, input, ...rest } = body;
  const turns = (list: unknown) => (systemRole ? list : withoutSystem(list));
  return {
    ...rest,
    ...(limit !== undefined && { [maxTokensField]: limit }),
    ...(messages !== undefined && { messages: turns(messages) }),
    ...(input !== undefined && { input: turns(input) }),
    ...extraBody,
  };
}

/** A `fetch` that shapes the bodies that go through it. */
export function shapingFetch(fetch: Fetch, settings: BodySettings): Fetch {
  if (settings.extraBody === undefined && settings.systemRole !== false) return fetch;
  return (address, init) => {
    const body = typeof init?.body === 'string' ? JSON.stringify(shapedBody(JSON.parse(init.body), settings)) : init?.body;
    return fetch(address, { ...init, ...(body !== undefined && { body }) });
  };
}

const systemRoles = new Set<unknown>(['system', 'developer']);

/** The turns with what the system says at the beginning of the first turn of the user. */
function withoutSystem(turns: unknown): unknown {
  if (!Array.isArray(turns)) return turns;
  const all: Fields[] = turns.map((turn: object) => ({ ...turn }));
  const system = all.filter(({ role }) => systemRoles.has(role)).map(({ content }) => textOf(content));
  const rest = all.filter(({ role }) => !systemRoles.has(role));
  const first = rest.findIndex(({ role }) => role === 'user');
  if (system.length === 0 || first < 0) return turns;
  return rest.map((turn, index) => (index === first ? { ...turn, content: withText(system.join('\n\n'), turn['content']) } : turn));
}

function textOf(content: unknown): string {
  if (!Array.isArray(content)) return String(content);
  return content.map((part: { readonly text?: string }) => part.text ?? '').join('\n');
}

function withText(text: string, content: unknown): unknown {
  if (typeof content === 'string') return `${text}\n\n${content}`;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  const type = parts.some((part) => typeof part === 'object' && part !== null && 'type' in part && part.type === 'input_text')
    ? 'input_text'
    : 'text';
  return [{ type, text }, ...parts];
}
