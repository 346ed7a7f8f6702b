/** The MCP server over standard input and output, for agents that start their tools themselves. */
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { McpDependencies } from './dependencies.ts';
import { circleMcpServer } from './server.ts';

/** Serves until the agent closes the input. */
export function serveMcpOverStdio(dependencies: McpDependencies): void {
  serveStdio(({ era }) => circleMcpServer(dependencies, era), { maxSubscriptions: 0, onerror: dependencies.onUnexpected });
}
