/** Answers that are JSON values of a form that the caller has described: the description is checked, and so is each answer. */
import { Script } from 'node:vm';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { InvalidInput, messageOf } from '../errors.ts';

/** A JSON Schema as it came in. */
type JsonSchema = Readonly<Record<string, unknown>>;

/** An answer as it is kept, or why it is not taken. */
export type ReadAnswer = { readonly answer: string } | { readonly flaw: string; readonly readable: boolean };

/** Milliseconds for compiling a schema or checking a value: a caller's pattern may need years on the wrong text. */
const patienceMs = 500;

/** Characters of an explanation. */
const flawLength = 300;

/**
 * The schema as the text that a run keeps. Throws `InvalidInput` for one that does not compile: nothing that it could mean is known.
 */
export function schemaText(schema: JsonSchema): string {
  try {
    compile(schema);
  } catch (cause) {
    throw new InvalidInput([{ field: 'schema', message: `is no JSON Schema that can be used: ${brief(messageOf(cause))}` }], { cause });
  }
  return JSON.stringify(schema);
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
    const validate = compile(schemaOf(schema));
    if (bounded(() => validate(value))) return { answer: canonical(value) };
    return { flaw: brief((validate.errors ?? []).map(explain).join('; ')), readable: true };
  } catch (error) {
    // Out of time, or nested deeper than the stack.
    return { flaw: brief(`it could not be checked: ${messageOf(error)}`), readable: true };
  }
}

/** References lead to places in the schema only: nothing is ever fetched. */
function compile({ $schema, ...schema }: JsonSchema): ValidateFunction {
  // Drafts up to 7 read `items` and `definitions` as today's does not.
  const Validator = typeof $schema === 'string' && /draft-0\d/.test($schema) ? Ajv : Ajv2020;
  const validator = new Validator({ strict: false, allErrors: false, validateFormats: true, logger: false });
  formats.default(validator);
  const validate = bounded(() => validator.compile(schema));
  // Its answer would be a promise, which is true whatever becomes of it.
  if ('$async' in validate) throw new Error('$async is not supported');
  return validate;
}

/** Runs code that a caller's text has made, and takes it off the processor when its time is over: only another context can be stopped. */
function bounded<Result>(work: () => Result): Result {
  return new Script('work()').runInNewContext({ work }, { timeout: patienceMs });
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
