/** A program of Python that is loaded once and then asks many questions: loading its client takes longer than they do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Ended, patienceMs, quiet } from './tools.ts';

/** The program, ready for questions. */
export interface LoadedProgram {
  /** Asks one, in a process of its own. */
  run(argv: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Loads it; what goes wrong is told by the first question. */
export function loadProgram(command: readonly string[], folder: string): LoadedProgram {
  const [python = '', ...argv] = command;
  const child = spawn(python, ['loaded.py', ...argv], { cwd: folder, env: quiet(), stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(asked) {
      child.stdin.write(`${JSON.stringify({ argv: asked, seconds: patienceMs / 1000 })}\n`);
      const line = await lines.next();
      return line.done === true
        ? { code: 127, stdout: '', output: 'error: the program could not be loaded' }
        : (JSON.parse(line.value) as Ended);
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
