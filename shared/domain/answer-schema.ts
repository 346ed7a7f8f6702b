/** Answers that are JSON values of a form that the caller has described: the description is checked, and so is each answer. */
import { createContext, Script } from 'node:vm';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { InvalidInput, messageOf } from '../errors.ts';

/** A JSON Schema as it came in. */
type JsonSchema = Readonly<Record<string, unknown>>;

/** An answer as it is kept, or why it is not taken. */
export type ReadAnswer = { readonly answer: string } | { readonly flaw: string; readonly readable: boolean };

/**
 * Milliseconds for checking a value: it takes a few, but a caller's pattern may need years on the wrong text. They are counted on the
 * wall, so a busy machine needs room.
 */
const patienceMs = 2000;

/** Characters of an explanation. */
const flawLength = 300;

/**
 * The schema as the text that a run keeps. Throws `InvalidInput` for one that does not compile: nothing that it could mean is known.
 */
export function schemaText(schema: JsonSchema): string {
  const text = JSON.stringify(schema);
  try {
    compiled(text);
  } catch (cause) {
    throw new InvalidInput([{ field: 'schema', message: `is no JSON Schema that can be used: ${brief(messageOf(cause))}` }], { cause });
  }
  return text;
}

/** The schema that a run keeps. */
export function schemaOf(text: string): Record<string, unknown> {
  return JSON.parse(text);
}

/**
 * The answer as canonical JSON (keys in order, no white space), so that equal values are equal texts. A code fence around the value
 * is taken off. An explanation of a flaw speaks of the schema and never quotes the answer.
 */
export function readAnswer(schema: string, text: string): ReadAnswer {
  const value = parsed(withoutFence(text.trim()));
  if (value === undefined) return { flaw: 'it is not one JSON value', readable: false };
  try {
    const validate = compiled(schema);
    if (bounded(() => validate(value))) return { answer: canonical(value) };
    return { flaw: brief((validate.errors ?? []).map(explain).join('; ')), readable: true };
  } catch (error) {
    // Out of time, or nested deeper than the stack.
    return { flaw: brief(`it could not be checked: ${messageOf(error)}`), readable: true };
  }
}

/** Compiled schemas that are kept: the experts of one question are held to the same one, at about the same time. */
const keptSchemas = 50;
const kept = new Map<string, ValidateFunction>();

function compiled(text: string): ValidateFunction {
  const known = kept.get(text);
  if (known) return known;
  const validate = compile(schemaOf(text));
  kept.set(text, validate);
  const [oldest] = kept.keys();
  if (kept.size > keptSchemas && oldest !== undefined) kept.delete(oldest);
  return validate;
}

/** References lead to places in the schema only: nothing is ever fetched. */
function compile({ $schema, ...schema }: JsonSchema): ValidateFunction {
  // Drafts up to 7 read `items` and `definitions` as today's does not.
  const validator = validatorFor(typeof $schema === 'string' && /draft-0\d/.test($schema) ? Ajv : Ajv2020);
  try {
    const validate = validator.compile(schema);
    // Its answer would be a promise, which is true whatever becomes of it.
    if ('$async' in validate) throw new Error('$async is not supported');
    return validate;
  } finally {
    validator.removeSchema(schema);
  }
}

/** A validator reads the schemas of schemas when it is made, which costs far more than to compile one; it keeps nothing of a caller's. */
const validators = new Map<typeof Ajv | typeof Ajv2020, InstanceType<typeof Ajv | typeof Ajv2020>>();

function validatorFor(Validator: typeof Ajv | typeof Ajv2020): InstanceType<typeof Ajv | typeof Ajv2020> {
  const known = validators.get(Validator);
  if (known) return known;
  const made = new Validator({ strict: false, inlineRefs: false, addUsedSchema: false, logger: false });
  formats.default(made);
  validators.set(Validator, made);
  return made;
}

/** Code in another context can be taken off the processor when its time is over. */
const sandbox = createContext({});
const run = new Script('work()');

function bounded<Result>(work: () => Result): Result {
  sandbox['work'] = work;
  return run.runInContext(sandbox, { timeout: patienceMs });
}

function explain({ schemaPath, message = 'does not hold' }: ErrorObject): string {
  return `${schemaPath} ${message}`;
}

function withoutFence(text: string): string {
  return /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(text)?.[1] ?? text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(byKey))
      : inner,
  );
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function brief(text: string): string {
  return text.length <= flawLength ? text : `${text.slice(0, flawLength - 1)}…`;
}
