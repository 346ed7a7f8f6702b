/** What a union allows, in words: a schema library says only that none of its forms fits. */
import * as z from 'zod';

/** The `error` of a union: names every form that it allows. */
export const namesAllowed = { error: ({ inst }: { readonly inst?: unknown }) => `must be ${inWords(inst)}` };

/** `"all", "settled", an object {sure} or an object {escalate, below?, kinds?}` */
function inWords(schema: unknown): string {
  const forms = [...new Set(formsOf(schema))];
  return forms.length < 2 ? (forms[0] ?? 'of another form') : `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`;
}

const named: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  null: 'null',
};

function formsOf(schema: unknown): readonly string[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(formsOf);
  if (schema instanceof z.ZodEnum) return schema.options.map((value) => JSON.stringify(value));
  if (schema instanceof z.ZodLiteral) return [...schema.values].map((value) => JSON.stringify(value) ?? 'nothing');
  if (schema instanceof z.ZodObject) return [`an object {${Object.entries(schema.shape).map(memberOf).join(', ')}}`];
  if (schema instanceof z.ZodNumber) return [rangeOf(schema)];
  const type = schema instanceof z.ZodType ? schema.type : '';
  return [named[type] ?? `a value of type ${type}`];
}

function memberOf([name, member]: [string, unknown]): string {
  return member instanceof z.ZodType && member.safeParse(undefined).success ? `${name}?` : name;
}

function rangeOf({ minValue, maxValue }: z.ZodNumber): string {
  const isBound = (bound: number | null) => bound !== null && Number.isFinite(bound) && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return isBound(minValue) && isBound(maxValue) ? `a number from ${minValue} to ${maxValue}` : 'a number';
}
