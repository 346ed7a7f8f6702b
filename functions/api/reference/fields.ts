/** A JSON Schema as a table of fields: nested ones by their path, named ones as links. */
import type { JsonSchema } from './document.ts';
import { html, type Markup, prose } from './markup.ts';

const componentPrefix = '#/components/schemas/';

/** A schema, or the named one that it refers to. */
export function resolved(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return schema.$ref?.startsWith(componentPrefix) ? (components[schema.$ref.slice(componentPrefix.length)] ?? schema) : schema;
}

interface Field {
  /** Such as `timing.createdAt` or `missing[].expert`. */
  readonly path: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** The table of an object's fields, or one line for anything else. */
export function fieldTable(schema: JsonSchema, caption: string): Markup {
  const fields = fieldsOf(schema, '');
  const variants = schema.oneOf ?? (fields.length === 0 ? schema.anyOf : undefined);
  if (variants) return html`<p>One of ${separated(variants.map(typeOf), ', ')}.</p>`;
  if (fields.length === 0) return html`<p>${typeOf(schema)}${limits(schema)}</p>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${fields.map(fieldRow)}</tbody>
</table></div>`;
}

function fieldRow({ path, required, schema }: Field): Markup {
  return html`<tr><th scope="row"><code>${path}</code>${required ? undefined : html` <small>optional</small>`}</th>
<td>${typeOf(schema)}${limits(schema)}</td><td>${prose(schema.description ?? '')}</td></tr>
`;
}

/** The fields of an object, and of the objects in it that have no name of their own. */
function fieldsOf(schema: JsonSchema, prefix: string): Field[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const [inner, mark] = innermost(field);
    return [{ path, required: required.includes(name), schema: field }, ...fieldsOf(inner, `${path}${mark}.`)];
  });
}

/** What an array holds, or what may be null; with the mark that its path needs. */
function innermost(schema: JsonSchema): readonly [JsonSchema, string] {
  if (schema.items) {
    const [inner, mark] = innermost(schema.items);
    return [inner, `[]${mark}`];
  }
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  return only && others.length === 0 ? innermost(only) : [schema, ''];
}

/** The type in words; a named schema as a link. */
export function typeOf(schema: JsonSchema): Markup {
  if (schema.$ref?.startsWith(componentPrefix)) return link(schema.$ref.slice(componentPrefix.length));
  if (schema.contentSchema) return html`JSON text: ${typeOf(schema.contentSchema)}`;
  return (
    literalType(schema) ??
    unionType(schema) ??
    arrayType(schema) ??
    mapType(schema) ??
    html`${[schema.type ?? 'anything'].flat().join(' or ')}`
  );
}

function literalType(schema: JsonSchema): Markup | undefined {
  const literals = schema.const === undefined ? schema.enum : [schema.const];
  return literals && separated(literals.map(literal), ' | ');
}

/** Beside a type, `anyOf` only says more of the same. */
function unionType({ type, oneOf, anyOf }: JsonSchema): Markup | undefined {
  const variants = oneOf ?? (type === undefined ? anyOf : undefined);
  return variants && separated(variants.map(typeOf), ' or ');
}

function arrayType({ type, items, prefixItems }: JsonSchema): Markup | undefined {
  if (type !== 'array') return undefined;
  if (prefixItems) return html`[${separated(prefixItems.map(typeOf), ', ')}]`;
  return html`array of ${items ? typeOf(items) : 'anything'}`;
}

function mapType({ type, additionalProperties }: JsonSchema): Markup | undefined {
  if (type !== 'object' || typeof additionalProperties !== 'object') return undefined;
  return html`map of ${typeOf(additionalProperties)}`;
}

/** A link to a named schema. */
export function link(name: string): Markup {
  return html`<a href="#schema-${name}">${name}</a>`;
}

function literal(value: unknown): Markup {
  return html`<code>${JSON.stringify(value)}</code>`;
}

function separated(parts: readonly Markup[], separator: string): Markup {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}`;
}

const limitWords: Readonly<Record<string, string>> = {
  format: '',
  minimum: '≥ ',
  exclusiveMinimum: '> ',
  maximum: '≤ ',
  minLength: 'length ≥ ',
  maxLength: 'length ≤ ',
  minItems: 'items ≥ ',
  maxItems: 'items ≤ ',
  maxProperties: 'entries ≤ ',
  pattern: '',
  default: 'default ',
};

/** What holds beyond the type. A pattern beside a format says the same at length. */
function limits(schema: JsonSchema): Markup | undefined {
  const said = Object.entries(limitWords)
    .filter(([keyword]) => schema[keyword] !== undefined && !(keyword === 'pattern' && schema.format !== undefined))
    .map(([keyword, words]) => `${words}${String(schema[keyword])}`);
  return said.length === 0 ? undefined : html` <small>${said.join(', ')}</small>`;
}
