/** The questions that every client asks, and how what came of them is told. */
import { excerpt, reasonIn } from './reason.ts';
import { type Ended, type Said, saidIn } from './tools.ts';

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
  /** Whether somebody gives up waiting, so that only a client that asks again gets the answer. */
  readonly isGivenUp?: boolean;
}

export const questions: readonly Question[] = [
  { name: 'plain', model: 'circle/plain', mode: 'plain', fails: false },
  { name: 'streamed', model: 'circle/plain', mode: 'streamed', fails: false },
  { name: 'structured', model: 'circle/structured', mode: 'structured', fails: false },
  { name: 'failed', model: 'circle/failed', mode: 'plain', fails: true },
  { name: 'failed, streamed', model: 'circle/failed', mode: 'streamed', fails: true },
  { name: 'slow', model: 'circle/slow', mode: 'plain', fails: false },
  { name: 'given up, repeated', model: 'circle/slow', mode: 'impatient', fails: false, isGivenUp: true },
];

/** Behind a proxy that gives up before the slowest circle has answered. */
export const questionsBehindProxy: readonly Question[] = [
  { name: 'whole', model: 'circle/slowest', mode: 'plain', fails: false, isGivenUp: true },
  { name: 'streamed', model: 'circle/slowest', mode: 'streamed', fails: false },
];

/** What a program does when it is told the model and the mode. */
export type Run = (model: string, mode: string) => Promise<Ended>;

/** Exit code of a program whose client has no such thing. */
export const hasNone = 3;

/** Asks, and says in a cell what came of it: the answer or the error, and the consultations, where they are not as many as were asked. */
export async function askThrough(run: Run, question: Question, asking: Asking): Promise<string> {
  const before = await countConsultations(asking);
  const ended = await run(question.model, question.mode);
  const count = (await countConsultations(asking)) - before;
  if (ended.code === hasNone) return '–';
  const said = ended.code === 0 ? saidIn(ended.stdout) : undefined;
  const cost = count === (said?.asked ?? 1) ? '' : `, ${count} consultations`;
  return `${said === undefined ? withoutAnswer(ended, question, count) : withAnswer(said, question)}${cost}`;
}

function withAnswer({ answer, asked = 1 }: Said, { fails }: Question): string {
  return `${isRight(answer) !== fails ? '✓' : `✗ "${excerpt(answer)}"`}${asked === 1 ? '' : ` (asks ${asked})`}`;
}

function withoutAnswer({ code, output }: Ended, { fails, isGivenUp = false }: Question, count: number): string {
  if (code === null) return '✗: no end within its time';
  if (fails) return '✓';
  // Whoever gives up for good has paid once, and the answer stays under its id.
  return isGivenUp && count === 1 ? 'not repeated' : `✗: ${reasonIn(output)}`;
}

function isRight(answer: string): boolean {
  return answer.includes('Paris');
}

/** Consultations that the server keeps, of questions with these words. */
export async function countConsultations({ url, key }: Asking, words = ''): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/v1/consultations?limit=100${query}`, { headers: { authorization: `Bearer ${key}` } });
    const page = (await answer.json()) as { consultations: { question: string }[]; cursor: string | null };
    count += page.consultations.filter(({ question }) => question.includes(words)).length;
    ({ cursor } = page);
  }
  return count;
}
