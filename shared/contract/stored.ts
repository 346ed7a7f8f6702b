/**
 * What is kept, queued or handed from state to state outlives the version that wrote it: during a deployment, or after a step back, old
 * code reads what new code has written. So it is written strictly, with the version of its form, and read tolerantly: members that this
 * version does not know are ignored.
 */
import * as z from 'zod';

/** Of every form but those that say otherwise. Raised only when a reader of the version before would misunderstand what is written, not when members are added. */
export const formVersion = 1;

/** The value as it is kept, parsed strictly, with the version of its form as `v`. Throws a `ZodError`. */
export function writeStored<Schema extends z.ZodType>(
  schema: Schema,
  value: z.input<Schema>,
  version = formVersion,
): Readonly<Record<string, unknown>> {
  return { ...(schema.parse(value) as object), v: version };
}

/** A value that was kept; one without `v` is of the first version. Throws a `ZodError`, which names `v` for a form later than `newest`. */
export function readStored<Schema extends z.ZodType>(schema: Schema, stored: unknown, newest = formVersion): z.output<Schema> {
  if (typeof stored !== 'object' || stored === null) return schema.parse(stored);
  const { v = 1, ...value } = stored as Readonly<Record<string, unknown>>;
  if (typeof v === 'number' && v <= newest) return readTolerantly(schema, value);
  const message = `must be at most ${newest}: this was written by a later version of the circle`;
  throw new z.ZodError([{ code: 'custom', path: ['v'], message, input: v }]);
}

/** Each pass uncovers members inside of what the pass before has cleared, such as the branches of a union. */
const mostPasses = 10;

/** Parses by a strict schema, and ignores members that it does not know, at any depth. Throws a `ZodError` for anything else. */
export function readTolerantly<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  let value = given;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const { success, data, error } = schema.safeParse(value);
    if (success) return data;
    const unknown = unknownMembers(error.issues);
    if (!unknown) throw error;
    value = unknown.reduce(without, value);
  }
  return schema.parse(value);
}

type Path = readonly PropertyKey[];

/** Paths of the members that a schema does not know, or undefined if anything else is wrong too. */
function unknownMembers(issues: readonly z.core.$ZodIssue[]): readonly Path[] | undefined {
  const found: Path[] = [];
  for (const issue of issues) {
    const below = membersOf(issue);
    if (!below) return undefined;
    found.push(...below.map((path) => [...issue.path, ...path]));
  }
  return found;
}

function membersOf(issue: z.core.$ZodIssue): readonly Path[] | undefined {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [key]);
  if (issue.code !== 'invalid_union') return undefined;
  // The branch that would fit but for what it does not know.
  return issue.errors.map(unknownMembers).find((paths) => paths !== undefined && paths.length > 0);
}

/** A copy without the member at a path. */
function without(value: unknown, [first, ...rest]: Path): unknown {
  if (typeof value !== 'object' || value === null || first === undefined) return value;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === first ? without(item, rest) : item));
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== first);
  return Object.fromEntries(entries.map(([name, member]) => [name, name === first ? without(member, rest) : member]));
}
