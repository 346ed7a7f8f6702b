/** The reports of a review, in the forms that were asked for. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewReport } from '../../../shared/contract/review.ts';
import { plainJson } from '../../../shared/domain/plain-text.ts';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';
import { baselineFile, isBaseline } from '../../../shared/review/baseline.ts';
import { print, printAnnotations, printText, tell } from '../output.ts';
import { annotationsOf } from './annotations.ts';
import { commentMark, commentOf } from './comment.ts';
import { junitName, junitOf } from './junit.ts';
import { openTargets, type ReportTarget, type WantedReport, writeTargets } from './report-targets.ts';
import { type SarifTool, sarifOf, sarifToolName } from './sarif.ts';
import { showReport } from './show-report.ts';
import { summaryMark, summaryOf } from './summary.ts';

/** The flags that say where reports go. */
export interface ReportFlags {
  readonly json?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly summary?: string;
  readonly markdown?: string;
  readonly annotations?: boolean;
}

/** The flag that has a baseline written: the name of a file, or true for the usual one. */
export interface BaselineFlag {
  readonly writeBaseline?: string | boolean;
}

type Form = Exclude<keyof ReportFlags, 'annotations'>;

const forms: Readonly<Record<Form, { write(report: ReviewReport): string; isOurs(text: string): boolean }>> = {
  json: {
    write: (report) => `${plainJson(report)}\n`,
    isOurs: (text) => holds(text, (value) => value['exitCode'] !== undefined && value['findings'] !== undefined && value['version'] === 1),
  },
  junit: { write: junitOf, isOurs: (text) => text.slice(0, 500).includes(`<testsuites name="${junitName}"`) },
  sarif: {
    write: (report) => sarifOf(report, ownTool()),
    isOurs: (text) => holds(text, (value) => JSON.stringify(value).includes(`"driver":{"name":"${sarifToolName}"`)),
  },
  markdown: { write: commentOf, isOurs: (text) => text.startsWith(commentMark) },
  summary: { write: summaryOf, isOurs: (text) => text.startsWith(summaryMark) },
};

/** The outputs of one run. */
export interface Outputs {
  /** Prints the report and writes every other form of it. Throws `InvalidInput` that names what could not be written. */
  write(report: ReviewReport): void;
}

/** Checks where the reports and the baseline go, before anybody is asked. Throws `InvalidInput`. */
export function openOutputs(flags: ReportFlags & BaselineFlag, environment: NodeJS.ProcessEnv): Outputs {
  const wanted = formNames.flatMap((form): WantedReport[] => {
    const path = flags[form];
    return path === undefined ? [] : [{ flag: `--${form}`, path, isOurs: forms[form].isOurs }];
  });
  const baseline = wantedBaseline(flags);
  const targets = openTargets([...wanted, ...baseline]).slice(0, wanted.length);
  return {
    write(report) {
      const contents = targets.map((target) => ({ target, text: forms[formOf(target)].write(report) }));
      const piped = contents.find(({ target }) => target.path === undefined);
      show(report, flags, piped?.text);
      if (flags.summary === undefined) addToJob(report, environment['GITHUB_STEP_SUMMARY']);
      writeTargets(contents);
    },
  };
}

/** Its file is written by whoever knows the findings; here it is only looked at. An optional value may be a file that was to be reviewed. */
function wantedBaseline({ writeBaseline = false }: BaselineFlag): readonly WantedReport[] {
  if (writeBaseline === false) return [];
  const path = writeBaseline === true ? baselineFile : writeBaseline;
  return [{ flag: '--write-baseline', path, isOurs: isBaseline, isKept: true }];
}

/** The reports that can be written to a file, by the names of their flags. */
export const formNames = Object.keys(forms) as Form[];

function formOf({ flag }: ReportTarget): Form {
  const form = formNames.find((name) => flag === `--${name}`);
  if (form === undefined) throw new RangeError(`there is no report ${flag}`);
  return form;
}

/** Where a report is piped, the words for people stand beside it. */
function show(report: ReviewReport, { annotations }: ReportFlags, piped: string | undefined): void {
  if (report.status === 'nothing-to-review') tell(report.because);
  // The obstacle is reported by the end of the command.
  else if (report.status !== 'not-asked') (piped === undefined && report.consultation !== null ? print : tell)(showReport(report));
  if (piped !== undefined) printText(piped);
  if (!annotations || piped !== undefined) return;
  const { shown, left } = annotationsOf(report);
  printAnnotations(shown);
  if (left > 0) print(`${left} findings have no annotation: a step shows ten of each level`);
}

/** A job of GitHub Actions collects what its steps append. */
function addToJob(report: ReviewReport, file: string | undefined): void {
  if (file === undefined || file === '') return;
  try {
    appendFileSync(file, `${summaryOf(report)}\n`);
  } catch (cause) {
    throw new InvalidInput([{ field: 'GITHUB_STEP_SUMMARY', message: messageOf(cause) }], { cause });
  }
}

function holds(text: string, check: (value: Record<string, unknown>) => boolean): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && check(value as Record<string, unknown>);
  } catch {
    // What is no JSON is no report of ours.
    return false;
  }
}

function ownTool(): SarifTool {
  const { version, homepage } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
    version: string;
    homepage: string;
  };
  return { version, informationUri: homepage };
}
