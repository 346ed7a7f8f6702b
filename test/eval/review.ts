/**
 * How well the rules review: labelled samples by pairs. A pair is told apart if some rule fires on every positive file of a topic and on no
 * negative one, which needs no mapping of names. The samples lie outside of the repository.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReviewAnswer, readAnswer } from './review-answer.ts';

/** What is known of one sample. */
interface Sample {
  readonly file: string;
  readonly kind: 'positive' | 'negative';
  readonly expect: readonly { readonly line: number }[];
}

/** The figures of one kind of files. */
export interface ReviewFigures {
  readonly kind: string;
  readonly topics: number;
  readonly toldApart: number;
  /** Topics of which a finding stands on an expected line. */
  readonly onTheLine: number;
  readonly silent: readonly string[];
}

/** Reviews all samples in one request and counts. */
export function measureReview(binary: string, folder: string): { readonly figures: ReviewFigures[]; readonly missed: string[] } {
  const list = join(folder, 'expected.jsonl');
  if (!existsSync(list)) throw new Error(`The labelled samples are not there: ${list}. Name their folder with --data.`);
  const samples = readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Sample);
  const answer = ask(
    binary,
    samples.map(({ file }) => ({ path: file, text: readFileSync(join(folder, file), 'utf8') })),
  );
  const topics = Map.groupBy(samples, ({ file }) => file.replace(/\.(positive|negative)\..*$/, ''));
  const kinds = Map.groupBy(topics, ([topic]) => topic.split('/')[0] ?? '');
  const figures = [...kinds].map(([kind, of]) => figuresOf(kind, of, answer));
  return { figures, missed: answer.notReviewed.map(({ path, why }) => `${path}: ${why}`) };
}

function figuresOf(kind: string, topics: readonly (readonly [string, Sample[]])[], { findings }: ReviewAnswer): ReviewFigures {
  const rulesOn = (file: string) => new Set(findings.filter((found) => found.file === file).map(({ source, rule }) => `${source} ${rule}`));
  const toldApart = (samples: readonly Sample[]) => {
    const [first, ...others] = samples.filter((sample) => sample.kind === 'positive').map(({ file }) => rulesOn(file));
    const clean = samples.filter((sample) => sample.kind === 'negative').map(({ file }) => rulesOn(file));
    return [...(first ?? [])].some((rule) => others.every((rules) => rules.has(rule)) && !clean.some((rules) => rules.has(rule)));
  };
  const onTheLine = (samples: readonly Sample[]) =>
    samples.some(({ file, expect }) => expect.some(({ line }) => findings.some((found) => found.file === file && found.line === line)));
  const silent = topics.filter(([, samples]) => !toldApart(samples)).map(([topic]) => topic);
  return {
    kind,
    topics: topics.length,
    toldApart: topics.length - silent.length,
    onTheLine: topics.filter(([, samples]) => onTheLine(samples)).length,
    silent,
  };
}

function ask(binary: string, files: readonly { readonly path: string; readonly text: string }[]): ReviewAnswer {
  const { status, stdout, error } = spawnSync(binary, [], {
    input: `${JSON.stringify({ id: 'eval', files })}\n`,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error)
    throw new Error(`The program ${binary} could not be started; cargo build-review (in rust-lambda) builds it.`, { cause: error });
  if (status !== 0) throw new Error(`The program ${binary} ended with ${status}.`);
  return readAnswer(stdout);
}
