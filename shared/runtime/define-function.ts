/** A function: one schema for what comes in, one for what goes out, and the ports it touches. */
import * as z from 'zod';
import { readTolerantly } from '../contract/stored.ts';
import { InvalidInput } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';

/** A function without its entry point: both modes call it through `callFunction`. `Needed` are the ports that `run` states as its own. */
export interface FunctionDefinition<Input extends z.ZodType, Output extends z.ZodType, Needed = Ports> {
  /** The one word for it: folder, construct, log and runbook share it. */
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  // A property, not a method: a method's parameters are compared both ways, and an entry point that lacks a port would compile.
  readonly run: (input: z.output<Input>, ports: Needed) => Promise<z.input<Output>>;
}

/** States a function; it does nothing but keep the types together. */
export function defineFunction<Input extends z.ZodType, Output extends z.ZodType, Needed>(
  definition: FunctionDefinition<Input, Output, Needed>,
): FunctionDefinition<Input, Output, Needed> {
  return definition;
}

/**
 * Parses the event, runs the function, parses its result. Throws `InvalidInput` for an event of another form; members that another version
 * of the state before has added are ignored.
 */
export async function callFunction<Input extends z.ZodType, Output extends z.ZodType, Needed>(
  definition: FunctionDefinition<Input, Output, Needed>,
  ports: NoInfer<Needed>,
  event: unknown,
): Promise<z.output<Output>> {
  const input = refuseMisfit(() => readTolerantly(definition.input, event));
  return definition.output.parse(await definition.run(input, ports));
}

/** Parses what a caller gave. Throws `InvalidInput` that names each wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return refuseMisfit(() => schema.parse(value));
}

/** What `read` makes of an input. Throws `InvalidInput` where it throws what a schema says against it. */
export function refuseMisfit<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof z.ZodError ? refusalOf(error) : error;
  }
}

/** Fields that a refusal names, and characters of each: nobody reads more, and a body may have a million faults. */
const mostFields = 20;
const fieldLength = 200;

/** What a schema says against an input, field by field. */
export function refusalOf(error: z.core.$ZodError): InvalidInput {
  const named = error.issues.slice(0, mostFields).flatMap(explain);
  const faults = error.issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
  const shown = named.slice(0, mostFields);
  const rest = faults - shown.length;
  return new InvalidInput(rest > 0 ? [...shown, { field: '', message: `and ${rest} more` }] : shown, { cause: error });
}

/** A schema's issue as fields; an unknown key is a field of its own. */
function explain(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  const fieldOf = (path: readonly PropertyKey[]) => path.map(String).join('.').slice(0, fieldLength);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, mostFields).map((key) => ({ field: fieldOf([...issue.path, key]), message: 'is not a known field' }));
  return [{ field: fieldOf(issue.path), message: issue.message.slice(0, fieldLength * 5) }];
}
