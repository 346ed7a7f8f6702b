/** Parsers within one process each, on the samples of a language. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { round } from './measure.ts';
import { type Sample, variation } from './review-corpus.ts';
import { parserInterpreter } from './review-rivals.ts';

/** Megabytes in a second, by parser. */
export interface ParserFigures {
  readonly language: string;
  readonly mbPerSecond: Readonly<Record<string, number>>;
}

const rust = join(import.meta.dirname, '../../rust-lambda');
const measured = z.array(z.object({ name: z.string(), bytes: z.number(), seconds: z.number() }));
const seconds = '1';
const copies = 20;

const languages: Readonly<Record<string, RegExp>> = { yaml: /\.ya?ml$/, hcl: /\.tf$/, json: /\.json$/ };

/** Measures all languages. The Rust side is an example of the crate, built as the program is. */
export async function measureParsers({
  samples,
  work,
  python,
  say,
}: {
  readonly samples: readonly Sample[];
  readonly work: string;
  readonly python: boolean;
  say(line: string): void;
}): Promise<ParserFigures[]> {
  say('building the parsers…');
  const flags = ['--release', '--locked', '--config', 'review/build.toml', '-p', 'review', '--features', 'full', '--ignore-rust-version'];
  execFileSync('cargo', ['build', ...flags, '--example', 'parse'], { cwd: rust, stdio: ['ignore', 'ignore', 'inherit'] });
  return Object.entries(languages).map(([language, pattern]) => {
    const paths = writeLanguage(
      join(work, language),
      samples.filter(({ name }) => pattern.test(name)),
    );
    const argv = [language, seconds, ...paths];
    const found = measured.parse(JSON.parse(run(join(rust, 'target/release/examples/parse'), argv)));
    const rivals = python
      ? measured.parse(JSON.parse(run(parserInterpreter, [join(import.meta.dirname, 'rivals/parse.py'), ...argv])))
      : [];
    const rates = [...found, ...rivals].map(({ name, bytes, seconds: took }) => [name, round(bytes / took / 1e6)] as const);
    return { language, mbPerSecond: Object.fromEntries(rates) };
  });
}

/** Files of a length at which no start matters: each sample a few times over where the language allows it. */
function writeLanguage(folder: string, of: readonly Sample[]): string[] {
  mkdirSync(folder, { recursive: true });
  return of.map((sample, index) => {
    const path = join(folder, `${index}-${sample.name}`);
    const joint = { yaml: '\n---\n', tf: '\n' }[sample.name.split('.').at(-1) === 'tf' ? 'tf' : 'yaml'];
    const one = (copy: number) => variation([sample], copy).text;
    const text = sample.name.endsWith('.json') ? `[${Array.from({ length: copies }, (_, copy) => one(copy)).join(',')}]` : undefined;
    writeFileSync(path, text ?? Array.from({ length: copies }, (_, copy) => one(copy)).join(joint));
    return path;
  });
}

function run(command: string, argv: readonly string[]): string {
  return execFileSync(command, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
}
