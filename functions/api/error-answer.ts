/** Errors in the format of the interface that a request came to. */
import type { Problem } from '../../shared/contract/problem.ts';
import { openAiResponse, speaksOpenAi } from './chat/error.ts';
import { mcpResponse, speaksMcp } from './mcp-error.ts';
import { problemResponse } from './problems.ts';

/** A problem as an answer to a request for `path`; `thrown` is the error behind it, where there is one. */
export function answerError(path: string, found: Problem, headers: Readonly<Record<string, string>> = {}, thrown?: unknown): Response {
  if (speaksMcp(path)) return mcpResponse(found, headers);
  return speaksOpenAi(path) ? openAiResponse(found, thrown, headers) : problemResponse(found, headers);
}
