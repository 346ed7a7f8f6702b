/** What a body may be as a value, before its schema is held against it: not endless, and one thing to every reader. */
import type { MiddlewareHandler } from 'hono';
import { listMaxLength } from '../../shared/contract/list-length.ts';
import { inexactPart } from '../../shared/domain/exact-json.ts';
import { InvalidInput } from '../../shared/errors.ts';

/** Values of a body in all. A schema of the longest text has fewer, and all else together has some thousands. */
const mostValues = 30_000;
/** Levels of a body: those of a schema, and what it stands in. */
const mostLevels = 60;

/** A value that is still to be looked at. */
interface Place {
  readonly value: unknown;
  /** The field of the body that it stands in. */
  readonly field: string;
  readonly level: number;
  readonly inSchema: boolean;
}

/** Refuses a body that no route takes, before its schema is held against it. */
export const limitShape: MiddlewareHandler = async (context, next) => {
  if (context.req.method !== 'POST' || context.req.path === '/mcp') return next();
  requireUsable(await context.req.text());
  return next();
};

/** Throws `InvalidInput` for a body that no route takes; what is no JSON is refused by whoever reads it. */
export function requireUsable(text: string): void {
  const body = parsed(text);
  if (body === undefined) return;
  requireModest(body);
  const inexact = inexactPart(text, body);
  if (inexact !== undefined) throw new InvalidInput([inexact]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Throws `InvalidInput` for a value with too many parts, or nested too deeply. Looks at no more parts than are allowed. */
export function requireModest(body: unknown): void {
  const open: Place[] = [{ value: body, field: '', level: 0, inSchema: false }];
  let count = 0;
  for (let place = open.pop(); place; place = open.pop()) {
    const names = namesOf(place.value);
    count += names.length;
    const fault = faultOf(place, names.length, count);
    if (fault !== undefined) throw new InvalidInput([{ field: place.field, message: fault }]);
    for (const name of names) open.push(within(place, name));
  }
}

function namesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function faultOf({ level, inSchema }: Place, members: number, count: number): string | undefined {
  if (members === 0) return undefined;
  if (!inSchema && members > listMaxLength) return `has ${members} members in one list or object; at most ${listMaxLength} are read`;
  if (count > mostValues) return `has more than ${mostValues} values`;
  return level >= mostLevels ? `is nested more than ${mostLevels} levels deep` : undefined;
}

function within({ value, field, level, inSchema }: Place, name: string): Place {
  const inner = (value as Readonly<Record<string, unknown>>)[name];
  return { value: inner, field: level === 0 ? name : field, level: level + 1, inSchema: inSchema || name === 'schema' };
}
