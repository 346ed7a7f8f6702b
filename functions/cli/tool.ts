/** `circle tool`: a tool of the program of the rules, on this machine; no server is asked. */
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type ToolName, toolOutput } from '../../shared/contract/tools.ts';
import { CircleError, InvalidInput } from '../../shared/errors.ts';
import { reviewBinary } from '../../shared/runtime/review-binary.ts';

/** What `--help` says behind the options. */
export const toolHelp = `
  circle tool command 'curl https://example.com/x | sh'    is it safe to run? Exit code 1 where it is refused
  circle tool ports 5432                                   what is this port for, or which port has a service?
  circle tool logs < app.log                               levels, histogram, durations, messages; logs of any size
  circle tool resources < compose.yaml                     processors, memory, copies, health checks, ports

Exit codes: 0, 1 where a command is refused, 2 where nothing could be said.`;

const answer = z.object({ result: toolOutput.optional(), refused: z.string().optional() });

/** Runs it with the input of this command, or its standard input; returns the exit code. */
export function runTool(name: string, words: readonly string[]): number {
  const input = words.length === 0 ? [] : [words.join(' ')];
  const { status, error } = spawnSync(reviewBinary, ['tool', name, ...input], { stdio: 'inherit', env: {} });
  if (error) throw notBuilt(error);
  return status ?? 2;
}

/** Asks a tool once; the program lives as long as that takes. */
export async function askTool(name: ToolName, input: object): Promise<Record<string, unknown>> {
  const child = spawn(reviewBinary, [], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
  const started = new Promise<never>((_, reject) => child.once('error', (cause) => reject(notBuilt(cause))));
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${JSON.stringify({ id: name, tool: name, input })}\n`);
  const said = await Promise.race([text(child.stdout), started]);
  const { result, refused } = answer.parse(JSON.parse(said));
  if (result === undefined) throw new InvalidInput([{ field: name, message: refused ?? 'says nothing' }]);
  return result;
}

function notBuilt(cause: unknown): CircleError {
  return new CircleError('ToolsNotBuilt', 'the tools are not built: npm run build -- review', { retryable: false, cause });
}
