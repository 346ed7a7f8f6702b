/** Schemas that refer to themselves without going on to a part of the value: by such a one nothing can ever be checked. */
import type { JsonSchema } from './kept-schema.ts';

/** Keywords that hold one schema for the same value. */
const single = ['not', 'if', 'then', 'else'];
/** Keywords that hold several schemas for the same value. */
const several = ['allOf', 'anyOf', 'oneOf', 'dependentSchemas'];

/** The reference that leads back to where it stands; undefined where each leads on. Linear in the schema: no place is entered twice. */
export function endlessReference(schema: JsonSchema): string | undefined {
  const done = new Set<object>();
  const pending: unknown[] = [schema];
  for (let next = pending.pop(); pending.length > 0 || next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const found = cycleFrom(next, schema, done);
    if (found !== undefined) return found;
    pending.push(...Object.values(next));
  }
  return undefined;
}

interface Step {
  readonly place: object;
  readonly by: string;
}

/** Walks what holds for the same value, each place once; places on the way are open until all behind them is walked. */
function cycleFrom(start: object, root: JsonSchema, done: Set<object>): string | undefined {
  const open = new Set<object>();
  const stack: (Step & { readonly leave?: boolean })[] = [{ place: start, by: '#' }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    const { place, by, leave } = step;
    if (leave) {
      open.delete(place);
      done.add(place);
      continue;
    }
    if (open.has(place)) return by;
    if (done.has(place)) continue;
    open.add(place);
    stack.push({ place, by, leave: true }, ...besides(place, root));
  }
  return undefined;
}

/** The schemas that hold for the same value as one, with the reference that leads there. */
function besides(place: object, root: JsonSchema): Step[] {
  const member = (name: string): unknown => (name in place ? Object.getOwnPropertyDescriptor(place, name)?.value : undefined);
  const listed = several.flatMap((name) => Object.values(member(name) ?? {}));
  const references = ['$ref', '$dynamicRef'].map(member).filter((reference) => typeof reference === 'string');
  const led = references.map((by) => ({ place: resolved(by, root), by }));
  const held = [...single.map(member), ...listed].map((held) => ({ place: held, by: '#' }));
  return [...led, ...held].filter((step): step is Step => typeof step.place === 'object' && step.place !== null);
}

/** What a pointer into the schema leads to; another reference is for the validator to judge. */
function resolved(reference: string, root: JsonSchema): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  const names = reference.slice(2).split('/').map(decoded);
  return names.reduce<unknown>(
    (place, name) => (typeof place === 'object' && place !== null ? Object.getOwnPropertyDescriptor(place, name)?.value : undefined),
    root,
  );
}

function decoded(name: string): string {
  const plain = name.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    // A percent sign of its own.
    return plain;
  }
}
