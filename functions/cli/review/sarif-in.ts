/** Findings of another tool, from a file in SARIF: the tool is an expert of its own. */
import * as z from 'zod';
import type { RuleConfidence } from '../../../shared/contract/rules.ts';
import type { Severity } from '../../../shared/contract/severity.ts';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import { readTextFile } from '../text-file.ts';
import type { RaisedFinding } from './alike-findings.ts';
import type { Beside } from './beside.ts';
import type { Material, MaterialFile } from './material.ts';

const text = z.looseObject({ text: z.string().optional(), markdown: z.string().optional() }).default({});
const rule = z.looseObject({
  id: z.string().default('result'),
  shortDescription: text,
  defaultConfiguration: z.looseObject({ level: z.string().optional() }).default({}),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional() }).default({}),
});
const region = z.looseObject({ startLine: z.int().optional(), endLine: z.int().optional() }).default({});
const artifact = z.looseObject({ uri: z.string().optional() }).default({});
const place = z.looseObject({ artifactLocation: artifact, region }).default({ artifactLocation: {}, region: {} });
const result = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.int().default(-1),
  level: z.string().optional(),
  kind: z.string().default('fail'),
  message: text,
  locations: z.array(z.looseObject({ physicalLocation: place })).default([]),
  suppressions: z.array(z.unknown()).default([]),
});
const sarif = z.looseObject({
  version: z.string(),
  runs: z.array(
    z.looseObject({
      tool: z.looseObject({ driver: z.looseObject({ name: z.string(), rules: z.array(rule).default([]) }) }),
      results: z.array(result).nullable().default(null),
    }),
  ),
});
type Result = z.infer<typeof result>;
type Rule = z.infer<typeof rule>;

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
  const runs = log.runs.map(({ tool: { driver }, results }) => {
    const expert = nameOf(driver.name);
    const live = (results ?? []).filter(({ kind, suppressions }) => kind === 'fail' && suppressions.length === 0);
    const raised = live.map((one) => findingOf(one, driver.rules, expert));
    const kept = raised.filter((finding) => concerns(finding, material));
    const left = raised.length - kept.length;
    const here = new Set(kept);
    return {
      reviewers: [{ expert, vote: null, findings: kept.length, problem: null }],
      raised: kept,
      stood: raised.filter((finding) => !here.has(finding) && isShown(finding, material)),
      warnings: left === 0 ? [] : [`${left} findings of ${expert} are left out: they are not about what is reviewed here`],
    };
  });
  return {
    reviewers: runs.flatMap((run) => run.reviewers),
    raised: runs.flatMap((run) => run.raised),
    stood: runs.flatMap((run) => run.stood),
    warnings: runs.flatMap((run) => run.warnings),
  };
}

function parse(words: string, path: string): z.infer<typeof sarif> {
  try {
    return sarif.parse(JSON.parse(words.replace(/^\uFEFF/, '')));
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

function findingOf(found: Result, rules: readonly Rule[], expert: string): RaisedFinding {
  const known = rules[found.ruleIndex] ?? rules.find(({ id }) => id === found.ruleId) ?? rule.parse({ id: found.ruleId });
  const title = known.shortDescription.text;
  const said = found.message.text ?? found.message.markdown ?? title ?? known.id;
  return {
    expert,
    severity: severityOf(found.level, known),
    ...placeOf(found),
    title: beginningOf(title ?? said),
    reason: said,
    rule: `${expert}/${found.ruleId ?? known.id}`,
    confidence,
  };
}

function placeOf({ locations: [first] }: Result): Pick<RaisedFinding, 'file' | 'line' | 'endLine'> {
  if (first === undefined) return {};
  const { artifactLocation, region } = first.physicalLocation;
  return { file: artifactLocation.uri && pathOf(artifactLocation.uri), line: region.startLine, endLine: region.endLine };
}

function beginningOf(words: string): string {
  return words.split('\n', 1).join('').slice(0, titleLength);
}

const levels: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium', note: 'low', none: 'info' };
/** The least number of each severity, as code scanning sorts by it. */
const scores = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
] as const;

/** The number comes first: levels know no more than three steps. */
function severityOf(level: string | undefined, { properties, defaultConfiguration }: Rule): Severity {
  const score = Number(properties['security-severity']);
  if (!Number.isNaN(score)) return scores.find(([, least]) => score >= least)?.[0] ?? 'low';
  return levels[level ?? defaultConfiguration.level ?? 'warning'] ?? 'medium';
}

function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/\/?/, '').replace(/^\.\//, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isShown({ file }: RaisedFinding, { files }: Material): boolean {
  return files.some(({ path }) => path === file);
}

/** Of a change, only lines that it touches; what has no line concerns the file. */
function concerns({ file, line, endLine = line }: RaisedFinding, { kind, files, texts }: Material): boolean {
  const shown = files.find(({ path }) => path === file);
  if (shown === undefined) return false;
  if (kind === 'files' || line === undefined || endLine === undefined) return true;
  const changed = texts?.files.find(({ path }) => path === file)?.changed ?? addedLines(shown);
  return changed.some(([from, to]) => from <= endLine && line <= to);
}

function addedLines({ lines }: MaterialFile): readonly (readonly [number, number])[] {
  return lines.flatMap(({ mark, number }) => (mark === '+' && number !== null ? [[number, number] as const] : []));
}
