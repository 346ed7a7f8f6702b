/** What a completion says of the panel at the end of its text: most clients show the text and drop every field that OpenAI's API has not. */
import type { CircleReport } from '../../../shared/contract/chat.ts';
import type { Append } from '../../../shared/contract/policy.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { saySynthesis } from '../../../shared/domain/say-synthesis.ts';
import { percent, sayAgreement, sayCoverage, sayDeliberation, sayJudge, sayRelation, sayReplaced } from '../../../shared/domain/words.ts';

/** What an appendix begins with: by this it is known when it comes back as an earlier turn. */
const marks = ['\n\n— Circle of Experts: ', '\n\n---\n**Circle of Experts**\n'] as const;
const [lineMark, reportMark] = marks;

/** Characters of a dissenting answer. */
const excerptMax = { line: 80, report: 300 } as const;

/** What is appended to the answer of a question; nothing where programs read the answer: a JSON value, an option, a short literal. */
export function appendOf(asked: Append, { schema, kind, options }: NewConsultation): Append {
  const isProse = schema === undefined && options === undefined && (kind ?? 'auto') !== 'short';
  return isProse ? asked : 'none';
}

/** The text with what is said of the panel behind it. */
export function withAppendix(text: string, append: Append, report: CircleReport): string {
  if (append === 'none') return text;
  return append === 'line' ? `${text}${lineMark}${lineOf(report)}` : `${text}${reportMark}${reportOf(report).join('\n')}`;
}

/** An earlier answer without its appendix: experts are told what was answered, and not how sure a panel was. */
export function withoutAppendix(text: string): string {
  const places = marks.map((mark) => text.lastIndexOf(mark)).filter((place) => place >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

function lineOf({ coverage, agreement, dissent, decidedBy }: CircleReport): string {
  const others = dissent.map(({ expert, short, answer }) => `${expert} differs: ${excerpt(short ?? answer, excerptMax.line)}`);
  const judged = decidedBy === undefined ? [] : [`decided by a ${decidedBy}`];
  return [`${coverage.answered} of ${coverage.asked} experts answered`, `agreement ${sayAgreement(agreement)}`, ...judged, ...others].join(
    '; ',
  );
}

function reportOf(report: CircleReport): readonly string[] {
  const { coverage, agreement, confidence, dissent, missing, replaced = [], costUsd, costUnknown, links } = report;
  return [
    `- Heard: ${sayCoverage(coverage)}`,
    `- Agreement: ${sayAgreement(agreement)}`,
    ...askedFurther(report),
    ...(confidence === null ? [] : [`- Chance of being right: ${percent(confidence)}`]),
    ...dissent.map(({ expert, short, answer, relation }) => {
      const how = relation === undefined ? '' : ` (${sayRelation(relation)})`;
      return `- Dissent, ${expert}${how}: ${excerpt(short ?? answer, excerptMax.report)}`;
    }),
    ...missing.map(({ expert, error }) => `- Missing, ${expert}: ${excerpt(error.message, excerptMax.report)}`),
    ...replaced.map((one) => `- Asked ${sayReplaced(one)}`),
    `- Cost: $${costUsd.toFixed(4)}${costUnknown.length === 0 ? '' : `, not known for ${costUnknown.join(', ')}`}`,
    `- Consultation: ${links.self}`,
  ];
}

/** What was done beyond asking once, and whether the answers alone have decided. */
function askedFurther({ decidedBy, deliberation, synthesis }: CircleReport): readonly string[] {
  const debate = deliberation === undefined || deliberation.reason === 'off' ? [] : [`- Debate: ${sayDeliberation(deliberation)}`];
  return [
    ...debate,
    ...(deliberation?.judge ? [`- Judge: ${sayJudge(deliberation.judge)}`] : []),
    ...(synthesis ? [`- Synthesis: ${saySynthesis(synthesis)}`] : []),
    ...(decidedBy === undefined ? [] : [`- Decided by: a ${decidedBy}, since the answers alone decide nothing`]),
  ];
}

/** The beginning of a text on one line. */
function excerpt(text: string, most: number): string {
  const line = text
    .slice(0, 4 * most)
    .trim()
    .replaceAll(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
