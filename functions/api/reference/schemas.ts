/** From zod to JSON Schema: by zod itself, which keeps what a union, a default or a null mean; named schemas become components. */
import * as z from 'zod';
import type { JsonSchema } from './document.ts';

/** Collects the named schemas of everything that it translates. */
export interface SchemaBook {
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** The schema as it comes in (`input`) or goes out (`output`); a named one is a reference. */
  write(schema: unknown, io: 'input' | 'output'): JsonSchema;
}

/** An empty book. A schema is named by `.meta({ id })`; two schemas of one name must say the same, else `write` throws. */
export function openSchemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};
  const book: SchemaBook = {
    components,
    write(schema, io) {
      if (!(schema instanceof z.ZodType)) return schema as JsonSchema;
      const { $defs = {}, properties } = z.toJSONSchema(z.object({ schema }), {
        io,
        unrepresentable: 'any',
        override: ({ jsonSchema }) => tidy(jsonSchema, io),
      });
      for (const [name, named] of Object.entries($defs)) add(name, moved(named));
      return moved(properties?.['schema']);
    },
  };
  return book;

  /** Drops what says nothing to a reader, and writes what a text holds, where its schema says so by `contentSchema`. */
  function tidy(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
    if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
    if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
    // The pattern beside a format says the same at length; who writes one may need the exact rule.
    if (io === 'output' && schema.format !== undefined) delete schema.pattern;
    const { contentSchema }: { contentSchema?: unknown } = schema;
    if (contentSchema instanceof z.ZodType) Object.assign(schema, { contentSchema: book.write(contentSchema, io) });
  }

  function add(name: string, named: JsonSchema): void {
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(named)) {
      throw new Error(`the schema ${name} means different things where it comes in and where it goes out: give one of them another name`);
    }
    components[name] = named;
  }
}

/** References lead to the components of the document. */
function moved(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
