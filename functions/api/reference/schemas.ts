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
      if (!(schema instanceof z.ZodType)) return byHand(schema as Readonly<Record<string, unknown>>, io);
      const { $defs = {}, properties } = z.toJSONSchema(z.object({ schema }), { io, unrepresentable: 'any', override: tidy(io) });
      for (const [name, named] of Object.entries($defs)) add(name, moved(named));
      return moved(properties?.['schema']);
    },
  };
  return book;

  /** Where zod has no word for it, such as a stream; schemas in it are zod's again. */
  function byHand(schema: Readonly<Record<string, unknown>>, io: 'input' | 'output'): JsonSchema {
    const write = (value: unknown) => (value instanceof z.ZodType ? book.write(value, io) : value);
    return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, write(value)]));
  }

  function add(name: string, named: JsonSchema): void {
    const known = components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(named)) {
      throw new Error(`the schema ${name} means different things where it comes in and where it goes out: give one of them another name`);
    }
    components[name] = named;
  }
}

/** Drops what says nothing to a reader: the largest integers of JavaScript, and the pattern beside a format in what we send. */
function tidy(io: 'input' | 'output') {
  return ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (io === 'output' && jsonSchema.format !== undefined) delete jsonSchema.pattern;
  };
}

/** References lead to the components of the document. */
function moved(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
