/** The official MCP client on a door of the circle, and what its answers hold. */
import { Client, type ClientOptions, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { expect } from 'vitest';
import { type ConsultationForAgent, consultationForAgent } from '../../shared/contract/mcp.ts';

const current: ClientOptions = { versionNegotiation: { mode: { pin: '2026-07-28' } } };

/** The revisions that clients in the field speak: the current one, and those that begin with a handshake. */
export const revisions: readonly (readonly [string, ClientOptions])[] = [
  ['2026-07-28', current],
  ['2025-11-25', { supportedProtocolVersions: ['2025-11-25'] }],
  ['2025-06-18', { supportedProtocolVersions: ['2025-06-18'] }],
];

/** A connected client; `options` say which revision it speaks. @default the current revision */
export async function connect(transport: Transport, options: ClientOptions = current): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, options);
  await client.connect(transport);
  return client;
}

/** The transport to `/mcp` below an address. */
export function overHttp(url: string, key: string, send: typeof fetch = fetch): Transport {
  return new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    fetch: (input, init) => send(input, init),
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
}

/** What a tool has answered. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: unknown;
}

export interface CallOptions {
  /** Told the message of each progress notification. */
  readonly onProgress?: (message: string | undefined) => void;
  readonly timeoutMs?: number;
}

/** Calls a tool; the client itself holds the structured content against the schema of the tool. */
export async function callTool(
  client: Client,
  name: string,
  input: Record<string, unknown>,
  options: CallOptions = {},
): Promise<ToolAnswer> {
  const { onProgress, timeoutMs } = options;
  const {
    isError = false,
    content,
    structuredContent,
  } = await client.callTool(
    { name, arguments: input },
    {
      ...(onProgress ? { onprogress: ({ message }: { message?: string | undefined }) => onProgress(message) } : {}),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    },
  );
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
  return { isError, text, structured: structuredContent };
}

/** Calls a tool that answers with a consultation, which must not be an error. */
export async function callForConsultation(...call: Parameters<typeof callTool>): Promise<ConsultationForAgent & { readonly text: string }> {
  const { isError, text, structured } = await callTool(...call);
  expect(isError, text).toBe(false);
  return { ...consultationForAgent.parse(structured), text };
}
