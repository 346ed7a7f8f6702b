/** Says what is wrong with a chat request, in OpenAI's codes. */
import type { z } from 'zod';
import { notOffered } from '../../../shared/contract/chat-parameters.ts';
import { unknownMember } from '../../../shared/contract/lenient-object.ts';
import { ChatRefusal } from './error.ts';

/** The refusal of a body that does not fit `chatRequest`: its first fault, as OpenAI's API does it. */
export function refusalOf(error: z.core.$ZodError): ChatRefusal {
  const [issue] = error.issues;
  if (issue === undefined) throw new Error('a refused body has no issue', { cause: error });
  const options = { cause: error };
  const [parameter = ''] = issue.path;
  if (Object.hasOwn(notOffered, parameter)) return new ChatRefusal('unsupported_parameter', pathOf(issue.path), issue.message, options);
  // Of our own options, which are known to whoever writes them.
  if (issue.code === 'unrecognized_keys') {
    const path = pathOf([...issue.path, issue.keys[0] ?? '']);
    return new ChatRefusal('unknown_parameter', path, unknownMember, options);
  }
  if (issue.path.at(-1) === 'role') return new ChatRefusal('unsupported_value', pathOf(issue.path), issue.message, options);
  return new ChatRefusal(isMissing(issue) ? 'missing_required_parameter' : 'invalid_value', pathOf(issue.path), issue.message, options);
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}

/** `messages[0].content` */
function pathOf(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');
}
