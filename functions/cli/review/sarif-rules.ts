/** The rules of a file in SARIF: one for each rule that has raised a finding, and one for each severity of what only experts raise. */
import { SarifRuleBuilder } from 'node-sarif-builder';
import type { Finding } from '../../../shared/contract/review.ts';
import { type Severity, severities } from '../../../shared/contract/severity.ts';
import { oneLine } from '../../../shared/domain/plain-text.ts';

/** SARIF knows three levels. */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** The number that code scanning sorts by, within the span of each severity. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '0.5' };

/** What code scanning takes of a description. */
const descriptionLength = 1024;

/** The id under which a finding stands: that of the first rule that raised it, else its severity. */
export function ruleIdOf({ rules = [], severity }: Finding): string {
  return rules[0] ?? `circle/${severity}`;
}

/** `change` of `change/SQL_DROPS_DATA`. */
export function sourceOf(rule: string): string {
  return rule.split('/')[0] ?? rule;
}

/** All rules of these findings, the severities first. */
export function rulesOf(findings: readonly Finding[]): readonly SarifRuleBuilder[] {
  const raised = Map.groupBy(
    findings.filter(({ rules = [] }) => rules.length > 0),
    ruleIdOf,
  );
  const named = [...raised].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, own]) => ruleOf(id, own));
  return [...severities.map(ofSeverity), ...named];
}

function ofSeverity(severity: Severity): SarifRuleBuilder {
  return new SarifRuleBuilder({
    id: `circle/${severity}`,
    name: `Circle${severity[0]?.toUpperCase()}${severity.slice(1)}`,
    shortDescription: { text: `A finding of ${severity} severity` },
    fullDescription: { text: `Experts of the circle hold this for a finding of ${severity} severity.` },
    help: { text: 'The experts differ from run to run: what they raise is a reason to look, and the gate has a rule for what it goes by.' },
    defaultConfiguration: { level: levels[severity] },
    properties: { 'security-severity': scores[severity] },
  });
}

/** A rule in the words of its findings; as bad as the worst of them. */
function ruleOf(id: string, findings: readonly Finding[]): SarifRuleBuilder {
  const severity = severities.find((one) => findings.some((finding) => finding.severity === one)) ?? 'medium';
  const [first] = findings;
  const reason = textOf(first?.reason ?? id);
  const suggestion = findings.find((finding) => finding.suggestion)?.suggestion;
  return new SarifRuleBuilder({
    id,
    name: nameOf(id),
    shortDescription: { text: titleOf(id, first?.title ?? id) },
    fullDescription: { text: reason },
    help: { text: suggestion ? textOf(suggestion) : reason },
    defaultConfiguration: { level: levels[severity] },
    properties: { 'security-severity': scores[severity], tags: ['security', sourceOf(id)] },
  });
}

/** `ChangeSqlDropsData` of `change/SQL_DROPS_DATA`. */
function nameOf(id: string): string {
  const words = id.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1).toLowerCase()}`).join('');
}

/** Sources of our own say behind a colon what they say of the one place. */
const ownSources: readonly string[] = ['own', 'change'];

function titleOf(id: string, title: string): string {
  return textOf(ownSources.includes(sourceOf(id)) ? title.split(': ', 1).join('') : title);
}

function textOf(words: string): string {
  return oneLine(words).slice(0, descriptionLength);
}
