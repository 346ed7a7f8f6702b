/**
 * How well the rules review: labelled samples by pairs. A pair is told apart if some rule fires on every positive file of a topic and on no
 * negative one, which needs no mapping of names. The samples lie outside of the repository; well-kept files lie in it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReviewAnswer, readAnswer } from './review-answer.ts';
import type { Fired, Rival } from './review-rivals.ts';

/** What the halves that judge should reach at least, as a share of topics told apart. */
const leastToldApart: Readonly<Record<string, number>> = { terraform: 0.55, cloudFormation: 0.48, k8s: 0.38, dockerfile: 0.78 };

/** At most one of so many well-kept files may raise a finding of severity high. */
export const filesPerAlarm = 20;

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
  /** The share that the halves that judge should reach. */
  readonly bar: number | undefined;
  /** Topics of which a finding stands on an expected line. */
  readonly onTheLine: number;
  /** Topics that other tools tell apart, of those that read this kind. */
  readonly rivals: Readonly<Record<string, number>>;
  readonly silent: readonly string[];
}

/** How right a source is where it says high or critical. */
export interface HighFigures {
  readonly source: string;
  /** Findings of that severity on positive samples, and those of a rule that the topic's negative samples do not have. */
  readonly positive: number;
  readonly telling: number;
  /** Rules that say it more often of negative samples than of positive ones. */
  readonly doubtful: readonly string[];
  /** Well-kept files of which it says it. */
  readonly kept: readonly string[];
}

/** What a run measures. */
export interface ReviewMeasure {
  readonly figures: readonly ReviewFigures[];
  readonly high: readonly HighFigures[];
  readonly keptFiles: number;
  readonly missed: readonly string[];
}

/** Reviews all samples and all well-kept files, each in one request, and counts. */
export function measureReview(binary: string, folder: string, keptFolder: string, rivals: readonly Rival[]): ReviewMeasure {
  const samples = samplesOf(folder);
  const answer = ask(
    binary,
    folder,
    samples.map(({ file }) => file),
  );
  const kept = readdirSync(keptFolder);
  const topics = Map.groupBy(samples, ({ file }) => file.replace(/\.(positive|negative)\..*$/, ''));
  const kinds = Map.groupBy(topics, ([topic]) => topic.split('/')[0] ?? '');
  return {
    figures: [...kinds].map(([kind, of]) => figuresOf(kind, of, answer, rivals)),
    high: highOf([...topics.values()], answer, ask(binary, keptFolder, kept)),
    keptFiles: kept.length,
    missed: answer.notReviewed.map(({ path, why }) => `${path}: ${why}`),
  };
}

function samplesOf(folder: string): Sample[] {
  const list = join(folder, 'expected.jsonl');
  if (!existsSync(list)) throw new Error(`The labelled samples are not there: ${list}. Name their folder with --data.`);
  const lines = readFileSync(list, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Sample);
}

function figuresOf(
  kind: string,
  topics: readonly (readonly [string, Sample[]])[],
  { findings }: ReviewAnswer,
  rivals: readonly Rival[],
): ReviewFigures {
  const ours = findings.map(({ file, source, rule }) => ({ file, rule: `${source} ${rule}` }));
  const onTheLine = (samples: readonly Sample[]) =>
    samples.some(({ file, expect }) => expect.some(({ line }) => findings.some((found) => found.file === file && found.line === line)));
  const silent = topics.filter(([, samples]) => tellingRules(samples, ours).size === 0).map(([topic]) => topic);
  const theirs = rivals.filter((rival) => rival.kinds.includes(kind));
  const counts = theirs.map(({ name, fired }) => [name, topics.filter(([, samples]) => tellingRules(samples, fired).size > 0).length]);
  return {
    kind,
    topics: topics.length,
    toldApart: topics.length - silent.length,
    bar: leastToldApart[kind],
    onTheLine: topics.filter(([, samples]) => onTheLine(samples)).length,
    rivals: Object.fromEntries(counts),
    silent,
  };
}

/** The rules that fire on every positive sample of a topic and on no negative one. */
function tellingRules(samples: readonly Sample[], fired: readonly Fired[]): Set<string> {
  const rulesOn = ({ file }: Sample) => new Set(fired.filter((found) => found.file === file).map(({ rule }) => rule));
  const [first, ...others] = samples.filter(({ kind }) => kind === 'positive').map(rulesOn);
  const clean = samples.filter(({ kind }) => kind === 'negative').map(rulesOn);
  const telling = [...(first ?? [])].filter((rule) => others.every((rules) => rules.has(rule)) && !clean.some((rules) => rules.has(rule)));
  return new Set(telling);
}

function highOf(topics: readonly Sample[][], { findings }: ReviewAnswer, kept: ReviewAnswer): HighFigures[] {
  const isHigh = ({ severity }: { readonly severity: string }) => severity === 'high' || severity === 'critical';
  const high = findings.filter(isHigh);
  const negative = new Set(topics.flat().flatMap(({ kind, file }) => (kind === 'negative' ? [file] : [])));
  const sources = [...new Set([...findings, ...kept.findings].map(({ source }) => source))].toSorted();
  return sources.map((source) => {
    const of = high.filter((found) => found.source === source);
    const fired = findings.filter((found) => found.source === source);
    const telling = topics.flatMap((samples) => {
      const rules = tellingRules(samples, fired);
      return of.filter(({ rule, file }) => rules.has(rule) && samples.some((sample) => sample.file === file));
    });
    const byRule = [...Map.groupBy(of, ({ rule }) => rule)];
    const doubtful = byRule.filter(([, all]) => all.filter(({ file }) => negative.has(file)).length * 2 > all.length);
    return {
      source,
      positive: of.filter(({ file }) => !negative.has(file)).length,
      telling: telling.length,
      doubtful: doubtful.map(([rule]) => rule),
      kept: [...new Set(kept.findings.filter((found) => found.source === source && isHigh(found)).map(({ file }) => file))],
    };
  });
}

function ask(binary: string, folder: string, names: readonly string[]): ReviewAnswer {
  const files = names.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
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
