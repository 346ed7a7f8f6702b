/** Forms with fields of all types, and answers to them: made from a seed, each with a spelling of its own and with contrasts that mean another thing. */

/** A number from 0 to below 1. */
type Next = () => number;

/** A field of a form. */
export interface Field {
  readonly schema: object;
  /** A value in one of its spellings; equal `meaning`, equal value. */
  spell(meaning: number, next: Next): string;
}

/** Meanings that a field knows; any two of them are different values. */
const meanings = 3;

const pick = <Value>(values: readonly Value[], next: Next): Value => values[Math.floor(next() * values.length)] as Value;

/** A field with listed spellings for each meaning. */
function listed(schema: object, spellings: readonly (readonly string[])[]): Field {
  return { schema, spell: (meaning, next) => pick(spellings[meaning % meanings] ?? [], next) };
}

/** Single values. */
const leaves: readonly Field[] = [
  listed({ enum: ['approve', 'revise', 'reject'] }, [['"approve"'], ['"revise"'], ['"reject"']]),
  listed({ type: ['boolean', 'null'] }, [['true'], ['false'], ['null']]),
  listed({ type: 'integer' }, [['3', '3.0', '30e-1'], ['4'], ['-3']]),
  listed({ type: 'integer' }, [['1234567890123456789'], ['1234567890123456790'], ['1234567890123456801']]),
  listed({ type: 'number', minimum: 0 }, [['0.10', '0.1', '1e-1'], ['0.11'], ['0']]),
  listed({ type: 'number', 'x-circle': { tolerance: 0.5 } }, [['10', '10.2', '10.4'], ['12'], ['-10']]),
  listed({ type: 'string', maxLength: 30 }, [['"Paris"', '"paris"', '" Paris."'], ['"Lyon"'], ['"not Paris"']]),
  listed({ type: 'string', pattern: '^[A-Z]+-\\d+$' }, [['"AB-12"', '"\\u0041B-12"'], ['"AB-21"'], ['"BA-12"']]),
  listed({ type: 'string', format: 'date' }, [['"2026-01-02"'], ['"2026-02-01"'], ['"2025-01-02"']]),
  listed({ type: 'string', description: 'One of: low, medium, high' }, [['"low"', '"Low"'], ['"medium"'], ['"high"']]),
  listed({ type: 'string' }, [['"id = 5"'], ['"id <> 5"'], ['"id >= 5"']]),
  listed({ oneOf: [{ const: 'none' }, { type: 'integer' }, { type: 'boolean' }] }, [['"none"'], ['0'], ['false']]),
  listed({ type: 'array', items: { type: 'string' } }, [['["a","b"]', '[ "a", "b" ]'], ['["b","a"]'], ['["a"]']]),
  listed({ type: 'array', uniqueItems: true, items: { enum: ['a', 'b', 'c'] } }, [['["a","b"]', '["b","a"]'], ['["a","c"]'], ['[]']]),
  listed({ type: 'object', additionalProperties: { type: 'integer' } }, [
    ['{"p":1,"q":2}', '{"q":2,"p":1}'],
    ['{"p":1,"q":3}'],
    ['{"p":1}'],
  ]),
];

/** Words of reasons that have nothing in common. */
const reasons = [
  'The sender asks for bank details and urges haste.',
  'Nobody has ever measured how long the lock is held in production.',
  'Bananas ripen faster beside apples, which give off ethylene.',
  'It answers a question that the reader asked last week.',
  'See the third paragraph, where the opposite is proved by counting.',
  'A working link at the end lets everybody leave the list.',
];

/** A free string: a different one for each expert, or the same for all. */
const unlike: Field = { schema: { type: 'string' }, spell: (_, next) => JSON.stringify(`${pick(reasons, next)} ${pick(reasons, next)}`) };
const alike: Field = { schema: { type: 'string' }, spell: () => JSON.stringify(reasons[0]) };

/** An object of fields, whose members stand in any order. A meaning falls on one of the fields that count; the others say the same. */
function objectOf(fields: ReadonlyMap<string, Field>, counted: readonly string[]): Field {
  const properties = Object.fromEntries([...fields].map(([name, { schema }]) => [name, schema]));
  return {
    schema: { type: 'object', properties, required: [...fields.keys()], additionalProperties: false },
    spell(meaning, next) {
      const contrast = counted[0];
      const members = [...fields].map(([name, field]) => `${JSON.stringify(name)}:${field.spell(name === contrast ? meaning : 0, next)}`);
      const [first, ...rest] = members;
      const turned = next() < 0.5 ? members : [...rest, ...(first === undefined ? [] : [first])];
      return next() < 0.5 ? `{${turned.join(',')}}` : `{ ${turned.join(',\n  ')} }`;
    },
  };
}

/** A form of some depth with fields of random types, and with reasons that are alike or not. */
export function randomForm(next: Next, depth = Math.floor(next() * 3)): Field {
  if (depth === 0 && next() < 0.2) return pick(leaves, next);
  const names = ['alpha', 'beta', 'gamma'].slice(0, 1 + Math.floor(next() * 3));
  const fields = new Map(names.map((name) => [name, depth > 0 && next() < 0.6 ? randomForm(next, depth - 1) : pick(leaves, next)]));
  if (next() < 0.7) fields.set(pick(['reason', 'why', 'explanation', 'body'], next), next() < 0.7 ? unlike : alike);
  return objectOf(fields, [pick(names, next)]);
}
