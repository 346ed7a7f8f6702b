/** Calls a Lambda function and reads what it answers. */
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod';
import { readTolerantly } from '../../contract/stored.ts';
import { Unavailable } from '../../errors.ts';
import { callAws } from './aws-failure.ts';

/** A function, and what it is in messages. */
export interface LambdaTarget {
  readonly client: LambdaClient;
  /** Name or ARN. */
  readonly functionName: string;
  readonly what: string;
}

/** The answer of a function in the form of `schema`. Throws `Unavailable` where it fails, or is not the function that is meant. */
export async function invokeLambda<Schema extends z.ZodType>(
  { client, functionName, what }: LambdaTarget,
  request: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const Payload = JSON.stringify(request);
  const reply = await callAws(what, () => client.send(new InvokeCommand({ FunctionName: functionName, Payload })));
  const text = reply.Payload?.transformToString() ?? '';
  if (reply.FunctionError !== undefined) {
    throw new Unavailable(what, { cause: new Error(`${reply.FunctionError}: ${text}`) });
  }
  try {
    return readTolerantly(schema, JSON.parse(text));
  } catch (thrown) {
    // A reply of another form comes from another function, or from another version of it.
    throw new Unavailable(what, { cause: thrown });
  }
}
