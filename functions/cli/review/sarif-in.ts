/** Findings of another tool, from a file in SARIF: the tool is an expert of its own. */
import * as z from 'zod';
import type { RuleConfidence } from '../../../shared/contract/rules.ts';
import type { Severity } from '../../../shared/contract/severity.ts';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import { readTextFile } from '../text-file.ts';
import type { RaisedFinding } from './alike-findings.ts';
import type { Beside } from './beside.ts';
import type { Material } from './material.ts';

const text = z.looseObject({ text: z.string().optional(), markdown: z.string().optional() });
const rule = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  shortDescription: text.optional(),
  help: text.optional(),
  defaultConfiguration: z.looseObject({ level: z.string().optional() }).optional(),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional() }).optional(),
});
const location = z.looseObject({
  physicalLocation: z
    .looseObject({
      artifactLocation: z.looseObject({ uri: z.string().optional() }).optional(),
      region: z.looseObject({ startLine: z.int().optional(), endLine: z.int().optional() }).optional(),
    })
    .optional(),
});
const result = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.int().optional(),
  level: z.string().optional(),
  kind: z.string().optional(),
  message: text.optional(),
  locations: z.array(location).optional(),
  suppressions: z.array(z.unknown()).optional(),
});
const sarif = z.looseObject({
  version: z.string(),
  runs: z.array(
    z.looseObject({
      tool: z.looseObject({ driver: z.looseObject({ name: z.string(), rules: z.array(rule).optional() }) }),
      results: z.array(result).nullish(),
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
  readonly warnings: readonly string[];
}

/** Reads a file. Throws `InvalidInput` where it is none. */
export function readSarif(path: string, material: Material): SarifIn {
  const log = parse(readTextFile(path, '--sarif-in'), path);
  const runs = log.runs.map(({ tool: { driver }, results }) => {
    const expert = nameOf(driver.name);
    const live = (results ?? []).filter(({ kind = 'fail', suppressions = [] }) => kind === 'fail' && suppressions.length === 0);
    const raised = live.map((one) => findingOf(one, driver.rules ?? [], expert));
    const kept = raised.filter((finding) => concerns(finding, material));
    const left = raised.length - kept.length;
    return {
      reviewers: [{ expert, vote: null, findings: kept.length, problem: null }],
      raised: kept,
      warnings: left === 0 ? [] : [`${left} findings of ${expert} are left out: they are not about what is reviewed here`],
    };
  });
  return {
    reviewers: runs.flatMap((run) => run.reviewers),
    raised: runs.flatMap((run) => run.raised),
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
  const name = tool
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return name === '' ? 'tool' : name;
}

function findingOf(found: Result, rules: readonly Rule[], expert: string): RaisedFinding {
  const { ruleId, ruleIndex, message, locations = [] } = found;
  const known = rules[ruleIndex ?? -1] ?? rules.find(({ id }) => id === ruleId);
  const id = ruleId ?? known?.id ?? 'result';
  const said = message?.text ?? message?.markdown ?? known?.shortDescription?.text ?? id;
  const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
  return {
    expert,
    severity: severityOf(found, known),
    file: artifactLocation?.uri === undefined ? undefined : pathOf(artifactLocation.uri),
    line: region?.startLine,
    endLine: region?.endLine,
    title: (known?.shortDescription?.text ?? said).split('\n')[0]?.slice(0, titleLength) ?? id,
    reason: said,
    rule: `${expert}/${id}`,
    confidence,
  };
}

/** The number that code scanning sorts by comes first: levels know no more than three steps. */
function severityOf({ level }: Result, known: Rule | undefined): Severity {
  const score = Number(known?.properties?.['security-severity'] ?? Number.NaN);
  if (!Number.isNaN(score)) return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  const levels: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium', note: 'low', none: 'info' };
  return levels[level ?? known?.defaultConfiguration?.level ?? 'warning'] ?? 'medium';
}

function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/\/?/, '').replace(/^\.\//, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Of a change, only lines that it touches; what has no line concerns the file. */
function concerns({ file, line, endLine = line }: RaisedFinding, { kind, files, texts }: Material): boolean {
  if (file === undefined || !files.some(({ path }) => path === file)) return false;
  if (kind === 'files' || line === undefined || endLine === undefined) return true;
  const changed = texts?.files.find(({ path }) => path === file)?.changed;
  if (changed !== undefined) return changed.some(([from, to]) => from <= endLine && line <= to);
  return files.some(
    (each) =>
      each.path === file && each.lines.some(({ mark, number }) => mark === '+' && number !== null && number >= line && number <= endLine),
  );
}
