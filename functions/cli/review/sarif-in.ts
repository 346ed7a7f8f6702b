/** Findings of another tool, from a file in SARIF: the tool is an expert of its own. */
import type * as z from 'zod';
import type { RuleConfidence } from '../../../shared/contract/rules.ts';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import type { Beside } from '../../../shared/review/beside.ts';
import type { Material, MaterialFile } from '../../../shared/review/material.ts';
import { readTextFile } from '../text-file.ts';
import { ruleOf, type SarifResult, type SarifRun, sarifLog, wordsOf } from './sarif-form.ts';
import { pathOfArtifact } from './sarif-place.ts';
import { isUnknownLevel, severityOf } from './sarif-severity.ts';

/** How sure a tool is that is not known: its author's severity is no measure. */
const confidence: RuleConfidence = 'medium';
const titleLength = 120;

/** What a file says of the material, and what is left out of it. */
export interface SarifIn extends Beside {
  /** What stands in lines of the reviewed files that the change does not touch. */
  readonly stood: readonly RaisedFinding[];
  readonly warnings: readonly string[];
}

/** Reads a file. Throws `InvalidInput` where it is none. */
export function readSarif(path: string, material: Material): SarifIn {
  const log = parse(readTextFile(path, '--sarif-in'), path);
  const known = new Set(material.files.map((file) => file.path));
  const runs = log.runs.map((run) => readRun(run, material, known));
  const failed = [
    ...new Set(log.runs.length === 0 ? [path] : runs.filter(({ trouble }) => trouble.length > 0).map(({ expert }) => expert)),
  ];
  return {
    // A tool that did not do its work says nothing by its silence.
    ...(failed.length > 0 && { undone: { experts: failed, vote: 'approve', entries: [] } }),
    // Several runs of a tool are one expert: what it lists apart stays apart.
    reviewers: [...Map.groupBy(runs, ({ expert }) => expert)].map(([expert, own]) => ({
      ...{ expert, vote: null, problem: own.flatMap(({ trouble }) => trouble).join('; ') || null },
      findings: own.reduce((sum, { kept }) => sum + kept.length, 0),
    })),
    raised: runs.flatMap(({ kept }) => kept),
    stood: runs.flatMap(({ stood }) => stood),
    warnings: log.runs.length === 0 ? [`${path} holds no run of any tool`] : runs.flatMap(({ warnings }) => warnings),
  };
}

interface ReadRun {
  readonly expert: string;
  readonly kept: readonly RaisedFinding[];
  readonly stood: readonly RaisedFinding[];
  readonly warnings: readonly string[];
  /** Why the tool has not done its work. */
  readonly trouble: readonly string[];
}

/** What becomes of a result: each is kept, or counted by the reason for which it is not. */
function readRun(run: SarifRun, material: Material, known: ReadonlySet<string>): ReadRun {
  const expert = nameOf(run.tool.driver.name);
  const left = new Map<string, number>();
  const leave = (why: string) => left.set(why, (left.get(why) ?? 0) + 1);
  const [kept, stood]: [RaisedFinding[], RaisedFinding[]] = [[], []];
  for (const one of run.results ?? []) {
    const why = whyNone(one);
    if (why !== undefined) leave(why);
    else {
      if (isUnknownLevel(one, run)) leave(levelUnknown);
      const places = findingsOf(one, run, { expert, known });
      const own = places.filter((finding) => concerns(finding, material));
      kept.push(...own);
      const here = new Set(own);
      stood.push(...places.filter((finding) => !here.has(finding) && isShown(finding, material)));
      if (own.length === 0) leave(places.some((finding) => isShown(finding, material)) ? untouched : elsewhere);
    }
  }
  const trouble = troubleOf(run, expert);
  return {
    expert,
    kept,
    stood,
    trouble,
    warnings: [...trouble, ...[...left].map(([why, count]) => `${count} ${resultsOf(count)} of ${expert} ${why}`)],
  };
}

const levelUnknown = 'with a level that is not known: taken as medium';
const elsewhere = 'left out: about files that are not reviewed here';
const untouched = 'left out: about lines that the change does not touch';

function resultsOf(count: number): string {
  return count === 1 ? 'result' : 'results';
}

/** Why a result is no finding; undefined where it is one. */
function whyNone({ kind, suppressions, baselineState }: SarifResult): string | undefined {
  if (kind === 'pass' || kind === 'notApplicable') return `left out: the tool found nothing wrong there (${kind})`;
  if (baselineState === 'absent') return 'left out: the tool says that it is there no more';
  // One that somebody has refused, or has yet to look at, suppresses nothing.
  const isSuppressed = suppressions !== null && suppressions.length > 0 && suppressions.every(({ status }) => status === 'accepted');
  return isSuppressed ? 'left out: suppressed in the tool itself' : undefined;
}

/** What a run says of itself that makes its silence worth nothing. */
function troubleOf({ results, invocations, externalPropertyFileReferences: elsewhereKept }: SarifRun, expert: string): readonly string[] {
  return [
    ...(results === null && elsewhereKept.results.length === 0 ? [`${expert} names no results: it may not have been run`] : []),
    ...(elsewhereKept.results.length > 0 ? [`${expert} keeps results in other files, which are not read`] : []),
    ...(invocations.some(({ executionSuccessful }) => !executionSuccessful) ? [`${expert} says that its run has failed`] : []),
  ];
}

function parse(words: string, path: string): z.infer<typeof sarifLog> {
  try {
    return sarifLog.parse(JSON.parse(words.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new InvalidInput([{ field: '--sarif-in', message: `${path} is no SARIF: ${messageOf(cause).slice(0, 300)}` }], { cause });
  }
}

function nameOf(tool: string): string {
  const parts = tool
    .slice(0, 200)
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((part) => part !== '');
  return parts.join('-').slice(0, 60) || 'tool';
}

/** A finding at each place of a result; one without a place stands for itself. */
function findingsOf(
  found: SarifResult,
  run: SarifRun,
  { expert, known }: { readonly expert: string; readonly known: ReadonlySet<string> },
): readonly RaisedFinding[] {
  const own = ruleOf(found, run);
  const title = own.shortDescription.text ?? own.fullDescription.text ?? own.name;
  const said = wordsOf(found, own, run) ?? title ?? own.id;
  const finding = {
    expert,
    severity: severityOf(found, own, run),
    title: beginningOf(title ?? said),
    reason: said,
    rule: `${expert}/${found.ruleId ?? own.id}`,
    confidence,
  };
  const places = (found.locations ?? []).map(({ physicalLocation: { artifactLocation, region } }) => ({
    file: pathOfArtifact(artifactLocation, run, known),
    ...linesOf(region),
  }));
  const distinct = new Map(places.map((place) => [JSON.stringify([place.file, place.line]), place]));
  return distinct.size === 0 ? [finding] : [...distinct.values()].map((place) => ({ ...finding, ...place }));
}

/** Lines count from 1; what is no line is none. */
function linesOf({ startLine = 0, endLine = startLine }: { startLine?: number | undefined; endLine?: number | undefined }) {
  return startLine < 1 ? {} : { line: startLine, endLine: Math.max(startLine, endLine) };
}

function beginningOf(words: string): string {
  return words.split('\n', 1).join('').slice(0, titleLength);
}

function isShown({ file }: RaisedFinding, { files }: Material): boolean {
  return files.some(({ path }) => path === file);
}

/** Of a change, only lines that it touches; what has no line concerns the file, and what has no file all of them. */
function concerns({ file, line, endLine = line }: RaisedFinding, { kind, files, texts }: Material): boolean {
  const shown = files.find(({ path }) => path === file);
  if (shown === undefined) return file === undefined;
  if (kind === 'files' || line === undefined || endLine === undefined) return true;
  const changed = texts?.files.find(({ path }) => path === file)?.changed ?? addedLines(shown);
  return changed.some(([from, to]) => from <= endLine && line <= to);
}

function addedLines({ lines }: MaterialFile): readonly (readonly [number, number])[] {
  return lines.flatMap(({ mark, number }) => (mark === '+' && number !== null ? [[number, number] as const] : []));
}
