/**
 * The schemas of a description in the form that generators of clients can read: every object has a name of its own, what may be null
 * says so in its type, and no schema is a bare `true` or `false`. Legal JSON Schema is more than most of them take.
 */
import type { JsonSchema } from './document.ts';

const prefix = '#/components/schemas/';

/** Takes schemas apart; what they are made of is found in `components`. */
export interface PartNamer {
  /** The schema with a reference in place of each object or choice within it; `name` is what it is called itself, where it needs a name. */
  place(schema: JsonSchema, name: string): JsonSchema;
  /** Every part so far beside these schemas, which have names already; in the order of the alphabet. */
  with(named: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>>;
}

/** Opens a namer. It throws where two unlike parts would get one name: one of them then wants its own `id`. */
export function openPartNamer(): PartNamer {
  const components: Record<string, JsonSchema> = {};
  return {
    place,
    with(named) {
      for (const [name, schema] of Object.entries(named)) add(name, within(simplified(schema), name));
      return Object.fromEntries(Object.entries(components).toSorted(([one], [other]) => (one < other ? -1 : 1)));
    },
  };

  function place(found: JsonSchema, name: string): JsonSchema {
    const schema = simplified(found);
    if (!wantsName(schema)) return within(schema, name);
    const { description, ...bare } = schema;
    add(name, within(schema, name));
    return {
      $ref: `${prefix}${name}`,
      ...(bare.default === undefined ? {} : { default: bare.default }),
      ...(description && { description }),
    };
  }

  function add(name: string, part: JsonSchema): void {
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(part))
      throw new Error(`two schemas would be called ${name}: give one of them an id`);
    components[name] = part;
  }

  /** The schema with its parts placed. */
  function within(schema: JsonSchema, name: string): JsonSchema {
    const { properties, items, additionalProperties, anyOf, oneOf, contentSchema, ...rest } = schema;
    return {
      ...rest,
      ...(properties && {
        properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, place(value, `${name}${pascal(key)}`)])),
      }),
      ...(items && { items: place(items, singular(name)) }),
      ...(additionalProperties !== undefined && {
        additionalProperties: typeof additionalProperties === 'object' ? place(additionalProperties, singular(name)) : additionalProperties,
      }),
      ...(anyOf && { anyOf: anyOf.map((branch, index) => place(branch, branchName(branch, name, index, anyOf))) }),
      ...(oneOf && { oneOf: oneOf.map((branch, index) => place(branch, branchName(branch, name, index, oneOf))) }),
      ...(contentSchema && { contentSchema: place(contentSchema, `${name}Content`) }),
    };
  }
}

/** Objects with members, and choices between more than one thing. */
function wantsName({ properties, anyOf, oneOf }: JsonSchema): boolean {
  return [anyOf, oneOf].some((branches) => (branches ?? []).filter(({ type }) => type !== 'null').length > 1) || properties !== undefined;
}

/** A branch by the word that tells it from the others. With null beside it, it is the whole. */
function branchName(branch: JsonSchema, name: string, index: number, all: readonly JsonSchema[]): string {
  if (all.filter(({ type }) => type !== 'null').length === 1) return name;
  const { properties = {}, type } = branch;
  const mark = [properties['type']?.const, properties['role']?.const].find((value) => typeof value === 'string');
  if (typeof mark === 'string') return `${name}${pascal(mark)}`;
  return `${name}${type === 'array' ? 'List' : typeof type === 'string' ? pascal(type) : index + 1}`;
}

/** The same schema without what generators stumble over. */
function simplified(schema: JsonSchema): JsonSchema {
  return asPattern(asRange(openObject(withoutTuple(nullInType(withoutNoMembers(schema))))));
}

/** `anyOf: [{type: string}, {type: null}]` is `type: [string, null]`; a reference has no type to say it in. */
function nullInType(schema: JsonSchema): JsonSchema {
  const { anyOf = [], ...rest } = schema;
  const [only, ...others] = anyOf.filter(({ type }) => type !== 'null');
  const isNullable = only !== undefined && others.length === 0 && anyOf.length > 1;
  // Few tools know an object that may be null.
  if (!isNullable || typeof only.type !== 'string' || only.type === 'object') return schema;
  const { enum: values, const: value, ...plain } = only;
  const literals = values ?? [value].filter((one) => one !== undefined);
  return { ...plain, ...rest, type: [only.type, 'null'], ...(literals.length > 0 && { enum: [...literals, null] }) };
}

/** An object that names no member is a map of anything. */
function withoutNoMembers(schema: JsonSchema): JsonSchema {
  const { properties, ...rest } = schema;
  return properties !== undefined && Object.keys(properties).length === 0
    ? { ...rest, additionalProperties: rest.additionalProperties ?? true }
    : schema;
}

/** A number that is always the same is a range of one: as a literal it has no name that is a word. */
function asRange(schema: JsonSchema): JsonSchema {
  const { const: value, enum: values, ...rest } = schema;
  const [only, ...others] = (values ?? [value]).filter((one) => one !== null);
  // A word is what a literal is made of in many languages: one that is always true is a boolean there.
  if (typeof only === 'boolean' && others.length === 0) return rest;
  if (typeof only !== 'number' || others.length > 0) return schema;
  const type = Array.isArray(schema.type) ? ['integer', 'null'] : 'integer';
  return { ...rest, type, minimum: only, maximum: only };
}

/** Signs are a pattern: a list of them gives tools members without a name. */
function asPattern(schema: JsonSchema): JsonSchema {
  const { enum: values = [], ...rest } = schema;
  const signs = values.filter((value) => typeof value === 'string');
  if (signs.length < values.length || signs.every((sign) => /[A-Za-z0-9]/.test(sign))) return schema;
  return { ...rest, pattern: `^(?:${signs.map((sign) => sign.replaceAll(/[^ \w-]/g, '\\$&')).join('|')})$` };
}

/** That an object may have other members goes without saying. */
function openObject(schema: JsonSchema): JsonSchema {
  const { additionalProperties, ...rest } = schema;
  const open = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length === 0;
  if (!open) return schema;
  return schema.properties === undefined ? { ...rest, additionalProperties: true } : rest;
}

/** A tuple of one kind of value is a list of that length. */
function withoutTuple(schema: JsonSchema): JsonSchema {
  const { prefixItems, items: _, ...rest } = schema;
  const [first, ...others] = prefixItems ?? [];
  if (!prefixItems || !first) return schema;
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    throw new Error('a tuple of unlike values has no form that tools read');
  return { ...rest, items: first, minItems: prefixItems.length, maxItems: prefixItems.length };
}

function pascal(words: string): string {
  return words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function singular(name: string): string {
  return /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Item`;
}
