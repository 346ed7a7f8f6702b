/** What every benchmark needs: processes to measure and figures from samples. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

/** The value below which the given share of the samples lies (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** p50 and p99 in milliseconds, to a hundredth. */
export function summarise(samples: readonly number[]): { readonly p50: number; readonly p99: number } {
  return { p50: round(percentile(samples, 0.5)), p99: round(percentile(samples, 0.99)) };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** How `npm start` starts embedded mode: with flags for the garbage collector, which a benchmark must not leave out. */
export function startCommand(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1);
}

/** Starts a program of this project and waits for the first line that matches. */
export async function startProcess(
  command: readonly string[],
  options: { readonly flags?: readonly string[]; readonly environment?: NodeJS.ProcessEnv; readonly until: RegExp },
): Promise<{ readonly child: ChildProcess; readonly match: RegExpExecArray; readonly readyMs: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...command, ...(options.flags ?? [])], {
    cwd: root,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const match = options.until.exec(line);
    if (match) return { child, match, readyMs: performance.now() - startedAt };
  }
  throw new Error(`${command.join(' ')} ended before it was ready`);
}

/** Starts a program of others; what it prints on its way is not shown. */
export function startProgram(program: string, argv: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(program, argv, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'ignore'] });
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Memory that a process holds now, in MB. */
export function memoryMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** Most memory that a process has held so far, in MB, from the kernel's own count. */
export function peakMemoryMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

function statusMb(pid: number, field: string): number {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return round(Number(kilobytes) / 1024);
}

/** Runs `count` jobs, `width` at a time, and gives each one's result. */
export async function runMany<Result>(count: number, width: number, job: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) results.push(await job(next++));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
