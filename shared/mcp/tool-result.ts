/** What a tool gives back: structured content with the same in words, or an error that an agent can act on. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { CircleApiError } from '../client/api-error.ts';
import type { Consultation } from '../contract/consultation.ts';
import { CircleError } from '../errors.ts';
import { textForAgent } from './consultation-text.ts';
import { viewForAgent } from './consultation-view.ts';
import type { McpDependencies } from './dependencies.ts';

/** Runs a tool. What the API refuses becomes a result that says why, and whether the same call may succeed later. */
export async function answerTool({ onUnexpected }: McpDependencies, work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CircleApiError || error instanceof CircleError) return refusal(error);
    onUnexpected(error);
    return failed("An unexpected error; the server's log holds the cause. The same call may succeed later.");
  }
}

/** A consultation as a result; `joined` says that an earlier call has asked. One that has failed is an error; one without consensus is an outcome like any other. */
export function consultationResult(state: Consultation, address: string, joined = false): CallToolResult {
  const view = viewForAgent(state, address, joined);
  return {
    content: [{ type: 'text', text: textForAgent(view) }],
    structuredContent: view,
    ...(state.status === 'failed' ? { isError: true } : {}),
  };
}

/** Any other structured content. */
export function result(text: string, structuredContent: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent };
}

function refusal(error: CircleApiError | CircleError): CallToolResult {
  const retry = error.retryable ? 'The same call may succeed later.' : 'Repeating the same call will not help.';
  return failed(`${inTools(error.message)}. ${retry}`);
}

/** What the HTTP API calls by its paths, an agent finds by its tools. */
function inTools(message: string): string {
  return message.replaceAll('GET /v1/circles', 'list_circles').replaceAll('GET /v1/experts', 'list_experts');
}

function failed(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
