/** The annotation `x-circle` of a caller's schema: other validators ignore it, so what is wrong in it is said by us. */
import * as z from 'zod';

const annotation = z.strictObject({
  role: z.enum(['vote', 'reason', 'ignore']).optional(),
  order: z.enum(['set', 'sequence']).optional(),
  tolerance: z.number().nonnegative().optional(),
});

/** Keywords below which stand names of the caller's, which may be called as keywords are. */
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies']);
/** Keywords below which stand values, and no schemas. */
const values = new Set(['enum', 'const', 'default', 'examples', 'required', 'dependentRequired', 'x-circle']);

/** What is wrong in an annotation, and where in the schema. */
export interface AnnotationFlaw {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong in the annotations of a schema, in the order in which they stand. It nests no deeper than a schema may. */
export function annotationFlaws(schema: unknown, path: readonly string[] = [], names = false): readonly AnnotationFlaw[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own: unknown = !names && 'x-circle' in schema ? schema['x-circle'] : undefined;
  const inner = Object.entries(schema).filter(([key]) => names || !values.has(key));
  return [
    ...(own === undefined ? [] : flawsOf(own, [...path, 'x-circle'])),
    ...inner.flatMap(([key, child]) => annotationFlaws(child, [...path, key], !names && named.has(key))),
  ];
}

function flawsOf(own: unknown, path: readonly string[]): readonly AnnotationFlaw[] {
  const { issues = [] } = annotation.safeParse(own).error ?? {};
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...path, key], message: 'is not known; an annotation has role, order and tolerance' }))
      : [{ path: [...path, ...issue.path.map(String)], message: issue.message }],
  );
}
