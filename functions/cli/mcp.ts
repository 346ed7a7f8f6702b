/** `circle mcp`: the circle as tools for an agent that starts this command and speaks MCP over its input and output. */
import { messageOf } from '../../shared/errors.ts';
import { serveMcpOverStdio } from '../../shared/mcp/stdio.ts';
import { type Address, openClient } from './client.ts';
import { tell } from './output.ts';
import { endWithOutput } from './streams.ts';
import { askTool } from './tool.ts';

/** Seconds that a tool may wait at most: the longest deadline, since nothing stands between an agent and its own process. */
const maxWaitSeconds = 870;

/**
 * Serves until the agent closes the input. The address is found anew for each call: the server of this machine, and with it its key,
 * may be started after the agent.
 */
export function serveMcp(findAddress: () => Address): void {
  endWithOutput();
  serveMcpOverStdio({
    openClient: () => openClient(findAddress()),
    address: findAddress().url,
    maxWaitSeconds,
    tools: { run: askTool },
    // The output belongs to the protocol.
    onUnexpected: (error) => tell(messageOf(error)),
  });
}
