/** The rules as a Lambda function: it takes and gives what the binary does. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { ruling } from '../../contract/rules.ts';
import { Unavailable } from '../../errors.ts';
import type { Rules } from '../../ports/rules.ts';
import { invokeLambda } from './invoke-lambda.ts';

const what = 'the set of rules';
const refusal = z.object({ error: z.string() });

/** The rules port on a function; `functionName` may be an ARN. */
export function lambdaRules({ client, functionName }: { readonly client: LambdaClient; readonly functionName: string }): Rules {
  return {
    async judge({ files, sources, rules }) {
      const request = { id: 'review', files: files.map(wellFormed), sources, ...(rules !== undefined && { rules: rules.map(wellFormed) }) };
      const reply = await invokeLambda({ client, functionName, what }, request, z.union([ruling, refusal]));
      if ('error' in reply) throw new Unavailable(what, { cause: new Error(reply.error) });
      return reply;
    },
  };
}

/** A text that was cut within a character is no text to the function's own reader of JSON. */
function wellFormed<File extends { readonly text: string; readonly before?: string | undefined }>(file: File): File {
  return { ...file, text: file.text.toWellFormed(), ...(file.before !== undefined && { before: file.before.toWellFormed() }) };
}
