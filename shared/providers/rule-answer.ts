/** The answer of a rule expert: a summary for people, and a block that programs read. */
import { type RuleReport, type Ruling, ruleBlock } from '../contract/rules.ts';
import { severities } from '../contract/severity.ts';
import { isBroken } from '../contract/undone-rules.ts';

/** Gaps that an answer lists. */
const mostGaps = 200;

/** The part of an answer that what stood before may take: all of it or none. */
const stoodShare = 0.25;

/** The answer in at most `maxBytes`: the worst findings first, and how many are left out. */
export function writeRuleAnswer(report: RuleReport, sources: Ruling['sources'], maxBytes: number): string {
  const worst = report.findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const gaps = gapsOf(report);
  const { stood, ...rest } = report;
  const counted = Buffer.byteLength(JSON.stringify(stood ?? [])) <= maxBytes * stoodShare ? { ...rest, ...(stood && { stood }) } : rest;
  for (let kept = worst.length; ; kept = Math.floor(kept / 2)) {
    const said = { ...counted, findings: worst.slice(0, kept), left: worst.length - kept, notReviewed: gaps };
    const answer = [...summary(said, sources), '', ...ruleBlock.write(said)].join('\n');
    if (kept === 0 || Buffer.byteLength(answer) <= maxBytes) return answer;
  }
}

/** What forbids an approval first: however many other gaps there are, none of these is left out before them. */
function gapsOf({ notReviewed }: RuleReport): RuleReport['notReviewed'] {
  if (notReviewed.length <= mostGaps) return notReviewed;
  const sorted = notReviewed.toSorted((a, b) => Number(isBroken(b)) - Number(isBroken(a)));
  return sorted.slice(0, mostGaps);
}

function summary({ findings, left, before, files }: RuleReport, sources: Ruling['sources']): readonly string[] {
  const found = findings.length + left;
  const read = `${count(files.length, 'file')} read, ${count(found, 'finding')}`;
  return [
    `${read}${before > 0 ? `; ${before} more stood there before the change` : ''}${left > 0 ? `; ${left} are left out here` : ''}.`,
    ...sources.map(({ source, version, rules }) => `${source}: ${version}, ${count(rules, 'rule')}`),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
