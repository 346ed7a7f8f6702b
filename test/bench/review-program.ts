/** Runs of a whole command, ours or a rival's: time on the clock and the most memory that its processes held. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { peakMemoryMb, round } from './measure.ts';

/** One run. */
export interface CommandRun {
  readonly seconds: number;
  /** Of processors, with all processes that it has started: a busy machine changes it less. */
  readonly processorSeconds: number;
  /** The peaks of all its processes together. */
  readonly peakMb: number;
  readonly output: string;
  /** It was ended because it took too long. */
  readonly ended: boolean;
}

/** Runs a command to its end, or until the patience is over. Throws if it cannot be started. */
export async function runCommand(command: string, argv: readonly string[], patienceSeconds: number): Promise<CommandRun> {
  const [since, used] = [performance.now(), childrenSeconds()];
  const child = spawn(command, argv, { stdio: ['ignore', 'pipe', 'ignore'], detached: true, cwd: tmpdir() });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const peaks = new Map<number, number>();
  const watch = setInterval(() => notePeaks(child.pid, peaks), 20);
  let ended = false;
  const patience = setTimeout(() => {
    ended = true;
    // With all processes that it has started.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, patienceSeconds * 1000);
  try {
    await once(child, 'close');
  } finally {
    clearInterval(watch);
    clearTimeout(patience);
  }
  const peakMb = round([...peaks.values()].reduce((sum, peak) => sum + peak, 0));
  const [seconds, processorSeconds] = [(performance.now() - since) / 1000, childrenSeconds() - used];
  return { seconds, processorSeconds, peakMb, output: Buffer.concat(chunks).toString('utf8'), ended };
}

/** Hundredths of a second that ended children have computed for, by the kernel's own count. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function notePeaks(pid: number | undefined, peaks: Map<number, number>): void {
  if (pid === undefined) return;
  try {
    peaks.set(pid, peakMemoryMb(pid) || (peaks.get(pid) ?? 0));
    for (const child of childrenOf(pid)) notePeaks(child, peaks);
  } catch {
    // It has just ended; its last peak stands.
  }
}

/** The kernel lists children by the thread that has started them. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** A long-lived child of ours that answers a line with a line. */
export class ReviewChild {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(binary: string) {
    const child = spawn(binary, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Asks once; returns the milliseconds until the answer is read. */
  async ask(request: object): Promise<{ readonly milliseconds: number; readonly answer: unknown }> {
    const since = performance.now();
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    const answer: unknown = JSON.parse(String(line.value));
    return { milliseconds: performance.now() - since, answer };
  }

  /** Ends it. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    await once(this.#child, 'close');
  }
}
