/** `consensus infer`: all panels into a child that lives for them alone, the state they teach out of its last line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ReliabilityState } from '../../contract/reliability.ts';
import type { Panel } from '../../contract/verdict.ts';
import { Unavailable } from '../../errors.ts';
import { noEnvironment } from './core-process.ts';
import { inferredReliability } from './core-verdict.ts';

/** The state that panels teach jointly; none teach nothing. Throws `Unavailable` if the core breaks or says no state. */
export async function inferReliability(binary: string, panels: readonly Panel[]): Promise<ReliabilityState> {
  if (panels.length === 0) return { version: 1, experts: {} };
  const child = spawn(binary, ['infer'], { stdio: ['pipe', 'pipe', 'ignore'], env: noEnvironment });
  try {
    // A child that cannot be started, or ends early, is reported by its exit.
    child.stdin.on('error', () => undefined);
    child.stdin.end(panels.map((panel) => `${JSON.stringify(panel)}\n`).join(''));
    const ended = once(child, 'close');
    const [output, [code]] = await Promise.all([text(child.stdout), ended]);
    if (code !== 0) throw new Error(`the core ended with ${String(code)}`);
    return inferredReliability.parse(JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')).reliability;
  } catch (cause) {
    throw new Unavailable('the consensus core', { cause });
  }
}
