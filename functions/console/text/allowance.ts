/** What somebody writes to accept a finding of rules: a comment at its line, or an entry of a baseline. */
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';

/** Who accepts it why, and until when; an empty day is none. */
export interface Allowing {
  readonly reason: string;
  readonly until: string;
}

/** The words of a comment that allows these rules; they want the sign of a comment before them. */
export function allowanceText(rules: readonly string[], { reason, until }: Allowing): string {
  const why = reason.replaceAll(/\s+/g, ' ').trim();
  return [`circle:allow ${rules.join(', ')} ${why}`, ...(until === '' ? [] : [`until ${until}`])].join(' ');
}

/** The file of a baseline that holds these entries with their reason. */
export function baselineText(entries: readonly BaselineEntry[], { reason, until }: Allowing): string {
  const findings = entries.map((entry) => ({ ...entry, reason: reason.trim(), ...(until !== '' && { until }) }));
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`;
}
