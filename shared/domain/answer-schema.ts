/**
 * Answers that are JSON values of a form that the caller has described: the description is checked, and so is each answer. A caller sizes
 * both, so this runs in a thread of its own only (`shared/runtime/schemas`).
 */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { answerMaxBytes } from '../contract/opinion.ts';
import { messageOf } from '../errors.ts';
import { type FoundJson, jsonIn } from './json-in-reply.ts';
import { textFlaw } from './json-text.ts';
import { endlessReference } from './schema-cycle.ts';
import { bounded, compiled } from './schema-validator.ts';

/** An answer as it is kept, or why it is not taken. */
export type ReadAnswer = { readonly answer: string } | { readonly flaw: string; readonly readable: boolean };

/** Characters of an explanation. */
const flawLength = 300;

/** Characters of a reply, twice the longest answer, for what is thought before it: what is longer is not looked at. */
const longestReply = 2 * answerMaxBytes;

/** Words before a value that say that it counts and no other. */
const isFinal = /\b(?:final|corrected|correction|revised|updated|instead|actually|answer|result)\b/i;

/** A code fence that opens right before a value. */
const isFenced = /```[\w+-]{0,20}\s*$/;

/** What speaks against a schema; undefined for one that can be used. One that does not compile is refused, since nothing that it could mean is known, and so is one that costs too much. */
export function whyUnusable(schema: string): string | undefined {
  try {
    // Before it is compiled, where it would run into the depth of the stack.
    const endless = endlessReference(JSON.parse(schema));
    if (endless !== undefined) throw new Error(`${endless} leads back to itself, so nothing can be checked by it`);
    compiled(schema);
    return undefined;
  } catch (error) {
    return `is no JSON Schema that can be used: ${brief(messageOf(error))}`;
  }
}

/**
 * The value that a reply answers with, in the reply's own characters: digits, order and escapes as they stand. Words, thinking, code fences
 * and marks around it are left out; slips of the notation are mended where nothing has to be guessed. Of several values the one that conforms
 * counts; where different ones do, the last one if the words before it say that it is final, or the only one in a code fence, else none. An
 * explanation of a flaw speaks of the schema and never quotes the answer.
 */
export function readAnswer(schema: string, text: string): ReadAnswer {
  if (text.length > longestReply) return { flaw: 'it is too long to be read', readable: true };
  const found = jsonIn(text);
  const last = found.at(-1);
  if (last === undefined) return { flaw: 'it is not one JSON value', readable: false };
  try {
    const validate = compiled(schema);
    const flaws = found.map(({ json }) => flawOf(json, validate));
    const fitting = found.filter((_, index) => flaws[index] === undefined);
    if (fitting.length === 0) return { flaw: brief(flaws.at(-1) ?? ''), readable: true };
    const chosen = chosenOf(fitting);
    return chosen
      ? { answer: chosen.json }
      : { flaw: 'it holds several JSON values that conform, and calls none the final one', readable: true };
  } catch (error) {
    // Out of time, or nested deeper than the stack.
    return { flaw: brief(`it could not be checked: ${messageOf(error)}`), readable: true };
  }
}

function flawOf(json: string, validate: ValidateFunction): string | undefined {
  const value: unknown = JSON.parse(json);
  const flaw = textFlaw(json);
  if (flaw !== undefined) return flaw;
  return bounded(() => validate(value)) ? undefined : (validate.errors ?? []).map(explain).join('; ');
}

function chosenOf(fitting: readonly FoundJson[]): FoundJson | undefined {
  const last = fitting.at(-1);
  if (new Set(fitting.map(({ json }) => canonical(JSON.parse(json)))).size === 1) return last;
  if (last && isFinal.test(last.before)) return last;
  const fenced = fitting.filter(({ before }) => isFenced.test(before));
  return fenced.length === 1 ? fenced[0] : undefined;
}

function explain({ schemaPath, message = 'does not hold' }: ErrorObject): string {
  return `${schemaPath} ${message}`;
}

/** For comparing only: names in order, no white space. */
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
