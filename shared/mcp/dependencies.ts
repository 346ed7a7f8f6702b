/** What the MCP server works on: a circle's API, wherever that is. */
import type { CircleClient } from '../client/client.ts';
import type { Tools } from '../contract/tools.ts';

export interface McpDependencies {
  /** Opens the API with the caller's own key; called for each call of a tool. Throws `CircleError`. */
  readonly openClient: () => CircleClient;
  /** Address of the API, as the caller reaches it, without a slash at the end. */
  readonly address: string;
  /** Seconds that a tool may wait at most, whatever it is asked for. */
  readonly maxWaitSeconds: number;
  /** Milliseconds of silence until an answer over HTTP says that it is alive. @default as in all streams */
  readonly heartbeatMs?: number | undefined;
  /** Runs the tools that compute on this machine. @default there are none */
  readonly tools?: Tools | undefined;
  /** Aborted when the server begins to stop: a call that waits is answered with what there is. @default never */
  readonly closing?: AbortSignal | undefined;
  /** Told of errors that nobody expected. Their messages may hold anything, so that they are not shown to an agent. */
  readonly onUnexpected: (error: unknown) => void;
}
