/** How a report calls another way to decide, within the length that its contract allows. */
import { createHash } from 'node:crypto';
import { longestName } from '../contract/report.ts';

/** The name itself; a longer one, of stages with many experts, ends with a digest that keeps apart what begins alike. */
export function reportName(whole: string): string {
  if (whole.length <= longestName) return whole;
  const end = `… ${createHash('sha256').update(whole).digest('hex').slice(0, 16)}`;
  return whole.slice(0, longestName - end.length) + end;
}
