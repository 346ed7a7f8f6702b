/** How bad a result in SARIF is: by its number, else by its level as the standard finds that (3.27.10). */
import { type Severity, severities } from '../../../shared/contract/severity.ts';
import { overriddenLevel, ruleOf, type SarifResult, type SarifRule, type SarifRun } from './sarif-form.ts';

const levels: Readonly<Record<string, Severity>> = { error: 'high', warning: 'medium', note: 'low', none: 'info' };
/** The least number of each severity, as code scanning sorts by it. */
const scores = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
] as const;

/** The number comes first: levels know no more than three steps. What is no failure is no more than a note. */
export function severityOf(found: SarifResult, own: SarifRule, run: SarifRun): Severity {
  const scored = scoredAs(found.properties) ?? scoredAs(own.properties);
  if (scored !== undefined) return scored;
  if (found.kind === 'informational') return 'info';
  const level = levelOf(found, own, run);
  if (level === 'none' && found.kind !== 'fail') return 'low';
  return levels[level] ?? 'medium';
}

/** Whether neither a number nor a level that is known tells. */
export function isUnknownLevel(found: SarifResult, run: SarifRun): boolean {
  const own = ruleOf(found, run);
  return (scoredAs(found.properties) ?? scoredAs(own.properties)) === undefined && levels[levelOf(found, own, run)] === undefined;
}

/** A number, written as one or as a text, or a word for it. */
function scoredAs(said: unknown): Severity | undefined {
  const words = typeof said === 'number' ? String(said) : typeof said === 'string' ? said.trim().toLowerCase() : '';
  const word = severities.find((severity) => severity === words);
  if (word !== undefined || words === '' || Number.isNaN(Number(words))) return word;
  return scores.find(([, least]) => Number(words) >= least)?.[0] ?? 'low';
}

/** What is no failure has the level `none` where it names no other; a failure that of the settings of its run, else of its rule. */
function levelOf(found: SarifResult, own: SarifRule, run: SarifRun): string {
  if (found.level !== undefined) return found.level;
  if (found.kind !== 'fail') return 'none';
  return overriddenLevel(found, own, run) ?? own.defaultConfiguration.level ?? 'warning';
}
