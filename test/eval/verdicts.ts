/** The core, run as a program over files, and what it said. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Item, Line } from './panels.ts';

const share = z.number().min(0).max(1);
const verdict = z.looseObject({
  id: z.string(),
  answer: z.string().nullable(),
  pick: z.string().nullable(),
  agreement: share.nullable(),
  confidence: share.nullable(),
  clusters: z.array(z.looseObject({ experts: z.array(z.string()), share: z.number() })),
  method: z.string(),
  pairs: z.array(z.tuple([z.number(), z.number(), z.number()])).optional(),
  scores: z.array(z.number()).optional(),
  estimates: z.record(z.string(), z.number()).optional(),
});

export type Verdict = z.infer<typeof verdict>;

/** One run of the whole command: what came out, and the seconds it took on the wall and on the processor. */
export interface Run {
  readonly output: string;
  readonly seconds: number;
  readonly processorSeconds: number;
}

export interface Core {
  readonly binary: string;
  /** Runs the command on the lines and gives a verdict for each; undefined where a line is missing or malformed. */
  judge(argv: readonly string[], items: readonly Item[]): (Verdict | undefined)[];
  /** Runs the command on ready-made input. */
  run(argv: readonly string[], input: string): Run;
  close(): void;
}

export function openCore(binary: string): Core {
  const folder = mkdtempSync(join(tmpdir(), 'circle-eval-'));
  const run = (argv: readonly string[], input: string) => runOnFiles(folder, binary, argv, input);
  return {
    binary,
    run,
    judge: (argv, items) => parseVerdicts(run(argv, linesOf(items.map(({ line }) => line))).output, items.length),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function linesOf(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A verdict for each line of input, whatever came out. */
export function parseVerdicts(output: string, count: number): (Verdict | undefined)[] {
  const lines = output.split('\n');
  return Array.from({ length: count }, (_, at) => {
    const parsed = verdict.safeParse(parseJson(lines[at] ?? ''));
    return parsed.success ? parsed.data : undefined;
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Files, not pipes: the time is then the command's own. Bash's `time` also tells the processor time of the child. */
function runOnFiles(folder: string, binary: string, argv: readonly string[], input: string): Run {
  const [source, target] = [join(folder, 'in'), join(folder, 'out')];
  writeFileSync(source, input);
  const [from, to] = [openSync(source, 'r'), openSync(target, 'w')];
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$0" "$@"';
  const { status, stderr } = spawnSync('bash', ['-c', script, binary, ...argv], { stdio: [from, to, 'pipe'], encoding: 'utf8' });
  closeSync(from);
  closeSync(to);
  const said = stderr.trimEnd().split('\n');
  const [seconds = 0, user = 0, system = 0] = said.pop()?.split(' ').map(Number) ?? [];
  if (status !== 0) throw new Error(`${binary} ${argv.join(' ')} ended with code ${status}: ${said.join(' ')}`);
  return { output: readFileSync(target, 'utf8'), seconds, processorSeconds: user + system };
}
