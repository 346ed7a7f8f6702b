/** Compiled JSON Schemas: what compiling and checking may cost is bounded, since a caller sizes both. */
import { createContext, Script } from 'node:vm';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { JsonSchema } from './kept-schema.ts';

/**
 * Milliseconds for checking a value, and for compiling a schema: both take a few, but a caller's pattern may need years on the wrong text.
 * They are counted on the wall, so a busy machine needs room.
 */
const patienceMs = 2000;

/** Subschemas and dependent names of one schema: compiling takes time by the square of either. */
const mostParts = 750;

/** Compiled schemas that are kept: the experts of one question are held to the same one, at about the same time. */
const keptSchemas = 50;
const kept = new Map<string, ValidateFunction>();

/** The validator of a schema as text. Throws an `Error` whose message says what is wrong with the schema, for the caller. */
export function compiled(text: string): ValidateFunction {
  const known = kept.get(text);
  if (known) return known;
  const schema: JsonSchema = JSON.parse(text);
  const parts = partsOf(schema);
  if (parts > mostParts) throw new Error(`it has ${parts} subschemas and dependent names, and ${mostParts} are allowed`);
  const validate = compile(schema);
  kept.set(text, validate);
  const [oldest] = kept.keys();
  if (kept.size > keptSchemas && oldest !== undefined) kept.delete(oldest);
  return validate;
}

/** Objects of a schema, and the names in lists below `dependentRequired` and `dependencies`. Values of `enum` and the like cost nothing. */
function partsOf(value: unknown, name = ''): number {
  if (typeof value !== 'object' || value === null || ['enum', 'const', 'default', 'examples'].includes(name)) return 0;
  if (['dependentRequired', 'dependencies'].includes(name))
    return sum(Object.values(value).map((names: unknown) => (Array.isArray(names) ? names.length : partsOf(names))));
  if (Array.isArray(value)) return sum(value.map((item) => partsOf(item)));
  // Below these stand names of the caller's, which may be called as keywords are.
  const named = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].includes(name);
  return 1 + sum(Object.entries(value).map(([key, inner]) => partsOf(inner, named ? '' : key)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** References lead to places in the schema only: nothing is ever fetched. */
function compile({ $schema, ...schema }: JsonSchema): ValidateFunction {
  // Drafts up to 7 read `items` and `definitions` as today's does not.
  const Validator = typeof $schema === 'string' && /draft-0\d/.test($schema) ? Ajv : Ajv2020;
  const validator = validatorFor(Validator);
  // A reference to the whole schema (`#`) needs a name to lead to.
  const named = typeof schema['$id'] === 'string' ? schema : { ...schema, $id: 'circle:answer' };
  try {
    const validate = bounded(() => validator.compile(named));
    // Its answer would be a promise, which is true whatever becomes of it.
    if ('$async' in validate) throw new Error('$async is not supported');
    return validate;
  } catch (error) {
    // One that was stopped in the middle may be in any state.
    if (isStopped(error)) validators.delete(Validator);
    throw error;
  } finally {
    validator.removeSchema(named);
  }
}

function isStopped(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** A validator reads the schemas of schemas when it is made, which costs far more than to compile one; it keeps nothing of a caller's. */
const validators = new Map<typeof Ajv | typeof Ajv2020, InstanceType<typeof Ajv | typeof Ajv2020>>();

function validatorFor(Validator: typeof Ajv | typeof Ajv2020): InstanceType<typeof Ajv | typeof Ajv2020> {
  const known = validators.get(Validator);
  if (known) return known;
  // In binary fractions 0.3 is no multiple of 0.1.
  const made = new Validator({ strict: false, inlineRefs: false, addUsedSchema: false, logger: false, multipleOfPrecision: 9 });
  formats.default(made);
  validators.set(Validator, made);
  return made;
}

/** Code in another context can be taken off the processor when its time is over. */
const sandbox = createContext({});
const run = new Script('work()');

/** The result of some work, which is stopped by an exception when its time is over. */
export function bounded<Result>(work: () => Result): Result {
  sandbox['work'] = work;
  return run.runInContext(sandbox, { timeout: patienceMs });
}
