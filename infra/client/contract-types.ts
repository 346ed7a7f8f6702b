/** The types of the contract as text that stands alone: written from the schemas, with their descriptions as comments. */
import type { z } from 'zod';
import type { JsonSchema } from '../../functions/api/reference/document.ts';
import { openSchemaBook } from '../../functions/api/reference/schemas.ts';

/** Declarations of every named schema that these refer to, in alphabetical order. */
export function contractTypes(incoming: readonly z.ZodType[], outgoing: readonly z.ZodType[]): string {
  const book = openSchemaBook();
  for (const schema of incoming) book.write(schema, 'input');
  for (const schema of outgoing) book.write(schema, 'output');
  const named = Object.entries(book.components).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return named.map(([name, schema]) => `${comment(schema.description, '')}export type ${name} = ${typeText(schema, '')};\n`).join('\n');
}

const plainTypes: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function typeText(schema: JsonSchema, indent: string): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  const literals = schema.const === undefined ? schema.enum : [schema.const];
  if (literals) return union(literals.map((value) => JSON.stringify(value)));
  if (schema.type === 'array') return arrayText(schema, indent);
  if (schema.type === 'object') return objectText(schema, indent);
  return unionText(schema, indent) || 'unknown';
}

function unionText({ oneOf, anyOf, type }: JsonSchema, indent: string): string {
  const variants = oneOf ?? anyOf;
  if (variants) return union(variants.map((variant) => typeText(variant, indent)));
  return union([type ?? []].flat().map((plain) => plainTypes[plain] ?? 'unknown'));
}

function arrayText({ items, prefixItems }: JsonSchema, indent: string): string {
  if (prefixItems) return `[${prefixItems.map((item) => typeText(item, indent)).join(', ')}]`;
  const item = typeText(items ?? {}, indent);
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}

function objectText({ properties, required = [], additionalProperties }: JsonSchema, indent: string): string {
  if (!properties)
    return `Record<string, ${typeof additionalProperties === 'object' ? typeText(additionalProperties, indent) : 'unknown'}>`;
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(([name, schema]) => {
    const text = typeText(schema, inner);
    const field = required.includes(name) ? `${name}: ${text}` : `${name}?: ${text} | undefined`;
    return `${comment(schema.description, inner)}${inner}${field};\n`;
  });
  return `{\n${fields.join('')}${indent}}`;
}

function union(variants: readonly string[]): string {
  return [...new Set(variants)].join(' | ');
}

function comment(description: string | undefined, indent: string): string {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '* /')} */\n`;
}
