/** What the server says when it serves: address, key, who can be asked and why others cannot, and a first command to try. */
import { dirname, relative, resolve } from 'node:path';
import type { Circle, Knowledge } from '../../shared/contract/circle.ts';
import type { ExpertHealth } from '../../shared/contract/expert.ts';
import { leastAnswers } from '../../shared/domain/least-answers.ts';
import { defaultCircle } from '../../shared/domain/pick-circle.ts';
import { quorumOfCircle } from '../../shared/domain/quorum-of-circle.ts';
import type { ApiKey } from './api-key.ts';

/** What the greeting speaks of. */
export interface Greeting {
  readonly address: string;
  readonly apiKey: ApiKey;
  readonly knowledge: Pick<Knowledge, 'circles' | 'experts'>;
  /** What the last probe has seen. */
  readonly health: readonly ExpertHealth[];
  readonly remarks: readonly string[];
  /** Whether a person reads it: anything else is a journal or a log, which others read and nobody deletes. */
  readonly onTerminal: boolean;
}

/** The circle of rules that a review asks by itself. */
const rulesCircle = 'rules';

/** The lines of the greeting. */
export function greetingLines({ address, apiKey, knowledge, health, remarks, onTerminal }: Greeting): readonly string[] {
  const circle = knowledge.circles[defaultCircle];
  const reasons = new Map(
    health.filter(({ status }) => status === 'unavailable').map(({ expert, reason }) => [expert, reason ?? 'unavailable']),
  );
  const ready = circle?.experts.filter((expert) => !reasons.has(expert)) ?? [];
  const least = circle ? leastAnswers({ quorum: quorumOfCircle(circle, knowledge.experts), minimum: circle.minimum }) : 0;
  const tooFew = ready.length > 0 && ready.length < least;
  const experts = circle ? expertLines(circle.experts, ready, reasons) : withoutDefault(Object.keys(knowledge.circles));
  const hint = `The circle "${defaultCircle}" takes ${least} answers to decide: set more keys, or allow fewer with --minimum ${ready.length}.`;
  const rules = rulesLines(knowledge.circles[rulesCircle], reasons, elsewhere(address, apiKey));
  return [
    `Circle of Experts is serving at ${address}`,
    `  console  ${address}/`,
    `  key      ${keyWords(apiKey, onTerminal)}`,
    ...experts.map((line, index) => `  ${index === 0 ? 'experts' : '       '}  ${line}`),
    ...(tooFew ? [`           ${hint}`] : []),
    ...rules.slice(0, 1),
    ...remarks.map((remark) => `  note     ${remark}`),
    '',
    'Try, in another terminal:',
    `  ${elsewhere(address, apiKey)}npx circle ask "Is 3599 a prime number?" --options yes,no${tooFew ? ` --minimum ${ready.length}` : ''}`,
    ...rules.slice(1),
  ];
}

/** How many sets of rules can be applied, and a review by them to try; nothing where there are none. */
function rulesLines(circle: Circle | undefined, reasons: ReadonlyMap<string, string>, before: string): readonly string[] {
  const ready = circle?.experts.filter((expert) => !reasons.has(expert)).length ?? 0;
  if (ready === 0) return [];
  return [
    `  rules    ${ready} sets of rules review files, beside any experts or alone`,
    `  ${before}npx circle review docs/examples/release/*`,
  ];
}

/** Who can be asked. Where nobody can, why: experts with one reason share a line. */
function expertLines(seated: readonly string[], ready: readonly string[], reasons: ReadonlyMap<string, string>): readonly string[] {
  if (ready.length > 0) return [ready.join(', ')];
  const alike = new Map<string, string[]>();
  for (const expert of seated) {
    const reason = reasons.get(expert) ?? 'unavailable';
    alike.set(reason, [...(alike.get(reason) ?? []), expert]);
  }
  return [
    'the scripted demo circle, since none of the real ones can be asked; they are looked at again every half minute:',
    ...[...alike].map(([reason, experts]) => `${experts.join(', ')}: ${reason}`),
  ];
}

function withoutDefault(circles: readonly string[]): readonly string[] {
  const [first] = circles;
  const named = first === undefined ? 'no circle is declared' : `name one: --circle ${circles.join(', --circle ')}`;
  return [`there is no circle "${defaultCircle}"; ${named}`];
}

function keyWords({ key, file, origin }: ApiKey, onTerminal: boolean): string {
  const where = relative(process.cwd(), file);
  const made = onTerminal ? `${key}   (shown once; kept in ${where})` : `made, and kept in ${where}`;
  return { environment: 'from CIRCLE_API_KEY', made, file: `in ${where}` }[origin];
}

/** What the command line must be given, unless the server is where it looks by itself. */
function elsewhere(address: string, { file, origin }: ApiKey): string {
  const url = address === 'http://127.0.0.1:7330' ? '' : `CIRCLE_URL=${address} `;
  const data =
    origin === 'environment' || file === resolve('.circle/api-key') ? '' : `CIRCLE_DATA=${relative(process.cwd(), dirname(file))} `;
  return url + data;
}
