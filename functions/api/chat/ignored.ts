/** What of a chat request has no effect: named in the answer, or refused where the caller or the server is strict. */
import { type ChatRequest, chatRequest, used } from '../../../shared/contract/chat.ts';
import { knownMembers } from '../../../shared/contract/chat-message.ts';
import { formsOfOthers, neutralValues, notOffered } from '../../../shared/contract/chat-parameters.ts';
import { unknownMember } from '../../../shared/contract/lenient-object.ts';
import { isEmpty } from '../../../shared/contract/or-empty.ts';
import { ChatRefusal } from './error.ts';

/** What is known beside a request of what in it has an effect. */
interface Known {
  /** Parameters that the experts get. */
  readonly passedOn: readonly string[];
  /** Options of the circle that nobody here can keep to. */
  readonly unseen: readonly string[];
  /** Whether what has no effect is refused. */
  readonly strict: boolean;
}

/**
 * The names of what a request asks for without effect, in the order of the alphabet. Throws `ChatRefusal` for what other servers would
 * answer in another form, and, if `strict`, for the first of the names.
 */
export function ignoredIn(request: ChatRequest, { passedOn, unseen, strict }: Known): string[] {
  const form = formsOfOthers.find((name) => asksForSomething(name, request[name]) && request[name] !== false);
  if (form !== undefined) {
    throw new ChatRefusal('unsupported_parameter', form, 'is not offered: the form of an answer is asked for with response_format');
  }
  const names = Object.entries(request)
    .filter(([name, value]) => !(name in used) && !(name in notOffered) && !passedOn.includes(name) && asksForSomething(name, value))
    .map(([name]) => name);
  const ignored = [...new Set([...names, ...unseen, ...request.messages.flatMap(unknownInMessage)])].toSorted();
  const [first] = ignored;
  if (!strict || first === undefined) return ignored;
  if (first in chatRequest.shape || unseen.includes(first)) throw new ChatRefusal('unsupported_parameter', first, 'would have no effect');
  throw new ChatRefusal('unknown_parameter', first, unknownMember);
}

function asksForSomething(name: string, value: unknown): boolean {
  return value !== undefined && value !== null && !isEmpty(value) && value !== neutralValues[name];
}

/** `messages[].id`: one name for all the messages that carry it. */
function unknownInMessage(message: ChatRequest['messages'][number]): string[] {
  const parts = Array.isArray(message.content) ? message.content : [];
  return [
    ...unknownOf(message, knownMembers.byRole.get(message.role)).map((name) => `messages[].${name}`),
    ...parts.flatMap((part) => unknownOf(part, knownMembers.byPart.get(part.type)).map((name) => `messages[].content[].${name}`)),
  ];
}

function unknownOf(object: object, known: readonly string[] | undefined): string[] {
  if (known === undefined) return [];
  return Object.entries(object).flatMap(([name, value]) => (known.includes(name) || value === null || value === undefined ? [] : [name]));
}
