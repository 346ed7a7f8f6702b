/** A function: one schema for what comes in, one for what goes out, and the ports it touches. */
import type { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Ports } from '../ports.ts';

/** A function without its door: both modes call it through `callFunction`. `Needed` are the ports that `run` states as its own. */
export interface FunctionDefinition<Input extends z.ZodType, Output extends z.ZodType, Needed = Ports> {
  /** The one word for it: folder, construct, log and runbook share it. */
  readonly name: string;
  readonly input: Input;
  readonly output: Output;
  // A property, not a method: a method's parameters are compared both ways, and a door that lacks a port would compile.
  readonly run: (input: z.output<Input>, ports: Needed) => Promise<z.input<Output>>;
}

/** States a function; it does nothing but keep the types together. */
export function defineFunction<Input extends z.ZodType, Output extends z.ZodType, Needed>(
  definition: FunctionDefinition<Input, Output, Needed>,
): FunctionDefinition<Input, Output, Needed> {
  return definition;
}

/** Parses the event, runs the function, parses its result. Throws `InvalidInput` for an event of another form. */
export async function callFunction<Input extends z.ZodType, Output extends z.ZodType, Needed>(
  definition: FunctionDefinition<Input, Output, Needed>,
  ports: NoInfer<Needed>,
  event: unknown,
): Promise<z.output<Output>> {
  const input = parseInput(definition.input, event);
  return definition.output.parse(await definition.run(input, ports));
}

/** Parses what a caller gave. Throws `InvalidInput` that names each wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues.flatMap(explain), { cause: result.error });
}

/** A schema's issue as fields; an unknown key is a field of its own. */
export function explain(issue: z.core.$ZodIssue): { field: string; message: string }[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'is not a known field' }));
  return [{ field: issue.path.join('.'), message: issue.message }];
}
