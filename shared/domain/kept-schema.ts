/** The schema of a question as its run keeps it: a text. */

/** A JSON Schema as it came in. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema that a run keeps. */
export function schemaOf(text: string): Record<string, unknown> {
  return JSON.parse(text);
}

/** The schema as experts' providers are given it: without our annotations, which one that takes known words only would refuse. */
export function schemaForExperts(text: string): Record<string, unknown> {
  return JSON.parse(text, (name, value: unknown) => (name === 'x-circle' ? undefined : value));
}
