/** The body of a request as text: UTF-8, as JSON is, or refused; what is guessed would be asked as another question. */
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { decodeUtf8 } from '../../shared/contract/utf8-text.ts';
import { answerError } from './error-answer.ts';
import { makeProblem } from './problems.ts';

/** Decodes the body, once for everybody who reads it. */
export const requireUtf8: MiddlewareHandler = async (context, next) => {
  if (context.req.method !== 'POST') return next();
  const decoded = decodeUtf8(new Uint8Array(await bytesOf(context.req)));
  if ('fault' in decoded)
    return answerError(context.req.path, makeProblem('invalid-input', `the body ${decoded.fault}: JSON is sent in UTF-8`));
  Object.assign(context.req.bodyCache, { text: Promise.resolve(decoded.text) });
  return next();
};

/** A body that is too long has an answer of its own; one that breaks off is no JSON, to whoever may still listen. */
async function bytesOf(request: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<ArrayBuffer> {
  try {
    return await request.arrayBuffer();
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'BodyLimitError') throw cause;
    throw new HTTPException(400, { message: 'the body broke off', cause });
  }
}
