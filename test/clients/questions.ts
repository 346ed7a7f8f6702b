/** The questions that every client asks, and how what came of them is told. */
import { type Ended } from './tools.ts';

/** Where a client asks. */
export interface Asking {
  /** The address of the server, without `/v1`. */
  readonly url: string;
  readonly key: string;
}

/** A question: a circle that behaves in one way, and a way to ask it. */
export interface Question {
  readonly name: string;
  readonly model: string;
  readonly mode: 'plain' | 'streamed' | 'structured' | 'impatient';
  /** Whether the client has to be told that there is no answer. */
  readonly fails: boolean;
}

export const questions: readonly Question[] = [
  { name: 'plain', model: 'circle/plain', mode: 'plain', fails: false },
  { name: 'streamed', model: 'circle/plain', mode: 'streamed', fails: false },
  { name: 'structured', model: 'circle/structured', mode: 'structured', fails: false },
  { name: 'failed', model: 'circle/failed', mode: 'plain', fails: true },
  { name: 'failed, streamed', model: 'circle/failed', mode: 'streamed', fails: true },
  { name: 'slow (5 s)', model: 'circle/slow', mode: 'plain', fails: false },
  { name: 'given up after 2 s, repeated by the client', model: 'circle/slow', mode: 'impatient', fails: false },
];

/** What a program does when it is told the model and the mode. */
type Run = (model: string, mode: string) => Promise<Ended>;

/** Exit code of a program whose client has no such thing. */
const hasNone = 3;

/** Asks, and says in a cell what came of it: the answer or the error, and the consultations, where they are not one. */
export async function askThrough(run: Run, { model, mode, fails }: Question, asking: Asking): Promise<string> {
  const before = await countConsultations(asking);
  const ended = await run(model, mode);
  const count = (await countConsultations(asking)) - before;
  if (ended.code === hasNone) return '–';
  const cost = count === 1 ? '' : `, ${count} consultations`;
  const answer = ended.code === 0 ? answerIn(ended.stdout) : undefined;
  if (answer !== undefined) return `${isRight(answer) !== fails ? '✓' : `✗ "${excerpt(answer)}"`}${cost}`;
  const error = ended.code === null ? 'no end within its time' : lastLine(ended.output);
  return fails && ended.code !== null ? `✓${cost}` : `✗: ${excerpt(error)}${cost}`;
}

function isRight(answer: string): boolean {
  return answer.includes('Paris');
}

function answerIn(output: string): string | undefined {
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    const { answer } = JSON.parse(line) as { answer?: unknown };
    return typeof answer === 'string' ? answer : undefined;
  } catch {
    return undefined;
  }
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  return lines.findLast((line) => /error|exception|failed/i.test(line)) ?? lines.at(-1) ?? '';
}

function excerpt(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}

async function countConsultations({ url, key }: Asking): Promise<number> {
  const answer = await fetch(`${url}/v1/consultations?limit=100`, { headers: { authorization: `Bearer ${key}` } });
  let { consultations, cursor } = (await answer.json()) as { consultations: unknown[]; cursor: string | null };
  let count = consultations.length;
  while (cursor !== null) {
    const next = await fetch(`${url}/v1/consultations?limit=100&cursor=${encodeURIComponent(cursor)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    ({ consultations, cursor } = (await next.json()) as { consultations: unknown[]; cursor: string | null });
    count += consultations.length;
  }
  return count;
}
