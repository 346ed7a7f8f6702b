/** The core across the process border: a long-lived child that is asked line by line, and whole commands over pipes. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

export interface Times {
  readonly seconds: number;
  readonly processorSeconds: number;
}

/** The median time from writing one line to having read its verdict, and the child's own processor time for each. */
export async function roundTrips(
  binary: string,
  argv: readonly string[],
  lines: readonly string[],
): Promise<{ readonly each: readonly number[]; readonly processorSeconds: number }> {
  const child = spawn(binary, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = asker(child);
  for (const line of lines.slice(0, 50)) await ask(line);
  const before = processorSeconds(child.pid);
  const each: number[] = [];
  for (const line of lines) {
    const startedAt = performance.now();
    await ask(line);
    each.push((performance.now() - startedAt) / 1000);
  }
  const used = processorSeconds(child.pid) - before;
  child.stdin.end();
  await once(child, 'exit');
  return { each, processorSeconds: used / lines.length };
}

/** A whole command: start, all lines in, all verdicts out, end. Bash's `time` tells the processor time of the child. */
export async function wholeCommand(binary: string, argv: readonly string[], input: string): Promise<Times> {
  const startedAt = performance.now();
  const script = 'TIMEFORMAT="%3U %3S"; time "$0" "$@"';
  const child = spawn('bash', ['-c', script, binary, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdout.resume();
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${binary} ${argv.join(' ')} ended with code ${code}: ${said}`);
  const [user = 0, system = 0] = said.trimEnd().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  return { seconds: (performance.now() - startedAt) / 1000, processorSeconds: user + system };
}

/** Writes a line and waits for the line that answers it. */
function asker(child: ChildProcessByStdio<Writable, Readable, null>): (line: string) => Promise<void> {
  let arrived = () => {};
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.at(-1) === 0x0a) arrived();
  });
  return (line) =>
    new Promise((resolve) => {
      arrived = resolve;
      child.stdin.write(line);
    });
}

/** Time on the processor so far, in the kernel's own count; 0 where the kernel does not tell. */
function processorSeconds(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return 0;
  }
}
