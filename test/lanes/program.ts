/** Runs a program of the test command, with its output shown at once or kept until it has ended. */
import { spawn } from 'node:child_process';

/** How a program ended, and what it wrote to standard output. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
}

/** Where a step's output goes. */
export interface Output {
  write(text: string): void;
}

/** Runs it to its end; what it writes goes to the output as it comes. Throws if it cannot be started. */
export async function runProgram(program: string, argv: readonly string[], cwd: string, output: Output): Promise<Ended> {
  const child = spawn(program, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output.write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.write(text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout }));
  });
}

/** Runs it, and throws if it fails. */
export async function command(program: string, argv: readonly string[], cwd: string, output: Output): Promise<undefined> {
  const { status } = await runProgram(program, argv, cwd, output);
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')} failed`);
}
