/** What somebody writes to accept a finding of rules: a comment at its line, or an entry of a baseline. */
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import { type Allowance, readAllowances, whyVoid } from '../../../shared/review/allowances.ts';

/** Who accepts it why, and until when; an empty day is none. */
export interface Allowing {
  readonly reason: string;
  readonly until: string;
}

/**
 * The words of a comment that allows these rules; they want the sign of a comment before them. Undefined where whoever reads the comment
 * would read something else: without a word for a reason, with a reason that ends the comment or names a day, or with too long a line.
 */
export function allowanceText(rules: readonly string[], { reason, until }: Allowing): string | undefined {
  const why = reason.replaceAll(/\s+/g, ' ').trim();
  const words = [`circle:allow ${rules.join(',')} ${why}`, ...(until === '' ? [] : [`until ${until}`])].join(' ');
  const asRead = commentSigns.map(([begin, end]) => readAllowances('', `${begin}${words}${end}`));
  const holds = asRead.every(([read]) => read !== undefined && isSame(read, { rules, reason: why, until: until || undefined }));
  return holds && !/\*\/|-->/.test(why) ? words : undefined;
}

/** The longest of each sort, so that a line of any file holds the words. */
const commentSigns = [
  ['# ', ''],
  ['/* ', ' */'],
  ['<!-- ', ' -->'],
] as const;

function isSame(read: Allowance, { rules, reason, until }: Pick<Allowance, 'rules' | 'reason' | 'until'>): boolean {
  // The day is judged by itself: one that is over is written as it was asked for.
  const isSound = whyVoid({ ...read, until: undefined }, '') === undefined;
  return (
    isSound && read.rules.join() === rules.join() && read.rules.length === rules.length && read.reason === reason && read.until === until
  );
}

/** The file of a baseline that holds these entries with their reason. */
export function baselineText(entries: readonly BaselineEntry[], { reason, until }: Allowing): string {
  const findings = entries.map((entry) => ({ ...entry, reason: reason.trim(), ...(until !== '' && { until }) }));
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`;
}
