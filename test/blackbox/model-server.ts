/**
 * A local model server that speaks OpenAI's Chat Completions. The model's name says how it behaves:
 *
 * - `answers:Paris` answers at once, `slow:300:Paris` after 300 ms
 * - `holds:Paris` answers when the test releases the question, `hangs` never
 * - `sways:Lyon:Paris` answers with the first, and with the second once it is shown what others have said
 * - whoever answers at once puts its own words first where it is asked to rank the answers of others
 * - `judges:Paris` is asked which answer holds, and chooses the one that says so
 * - `writes:claims` quotes each claim that it is shown, and adds sentences that no claim supports
 * - `says:{}` answers with just that, and `mends:{}` only when it is told what was wrong with the answer before
 * - `long:1000` answers with that many bytes, `longText(1000)`
 * - `status:429:retry=1` refuses with a status, and a Retry-After where one is given
 * - any other name answers with itself
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** One call as the server saw it. */
export interface ModelCall {
  readonly model: string;
  /** The bare question, without the fence that the prompt puts around it. */
  readonly question: string;
  readonly authorization: string | undefined;
  /** The whole body as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  state: 'waiting' | 'answered' | 'aborted';
}

/** The running server. */
export interface ModelServer {
  /** What an expert's `baseUrl` is. */
  readonly baseUrl: string;
  /** The calls with a question, of one model or of all. */
  calls(question: string, model?: string): readonly ModelCall[];
  /** Lets the models that hold a question answer it, now and from now on. */
  release(question: string): void;
  /** Has the models that hang on a question refuse it, now and from now on, so that no worker is kept waiting after a test. */
  dismiss(question: string): void;
  close(): Promise<void>;
}

/** Starts the server on a free port of the loopback interface. */
export async function startModelServer(): Promise<ModelServer> {
  const calls: ModelCall[] = [];
  const holding = openGates();
  const hanging = openGates();

  const complete = async (request: IncomingMessage, response: ServerResponse) => {
    const body = completionRequest.parse(await json(request));
    const { authorization } = request.headers;
    const call: ModelCall = { model: body.model, question: questionIn(body.messages), authorization, body, state: 'waiting' };
    calls.push(call);
    response.on('close', () => {
      if (call.state === 'waiting') call.state = 'aborted';
    });
    behave(call, (status, body, headers) => {
      if (call.state !== 'waiting') return;
      call.state = 'answered';
      send(response, status, body, headers);
    });
  };

  const behave = (call: ModelCall, reply: Reply) => {
    const [behaviour = '', first = '', second = ''] = call.model.split(':');
    if (behaviour === 'hangs') hanging.wait(call.question, () => reply(400, { error: { message: 'dismissed' } }));
    else if (behaviour === 'holds') holding.wait(call.question, () => reply(200, completion(call.model, first)));
    else if (behaviour === 'slow') setTimeout(() => reply(200, completion(call.model, second)), Number(first)).unref();
    else if (behaviour === 'status') reply(Number(first), { error: { message: `refused with ${first}` } }, retryAfter(second));
    else reply(200, bare(call.model, textOf(call)));
  };

  const server = createServer((request, response) => {
    if (request.url === '/v1/models') return send(response, 200, { object: 'list', data: [] });
    if (request.url !== '/v1/chat/completions') return send(response, 404, { error: { message: 'no such path' } });
    complete(request, response).catch((error: unknown) => send(response, 400, { error: { message: String(error) } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    calls: (question, model) => calls.filter((call) => call.question === question && (model === undefined || call.model === model)),
    release: holding.open,
    dismiss: hanging.open,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Gates by name: whoever waits at one goes on when it opens, and it stays open. */
function openGates(): { wait(name: string, goOn: () => void): void; open(name: string): void } {
  const opened = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  return {
    wait(name, goOn) {
      if (opened.has(name)) goOn();
      else waiting.set(name, [...(waiting.get(name) ?? []), goOn]);
    },
    open(name) {
      opened.add(name);
      for (const goOn of waiting.get(name) ?? []) goOn();
      waiting.delete(name);
    },
  };
}

type Reply = (status: number, body: unknown, headers?: Readonly<Record<string, string>>) => void;

const completionRequest = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.object({ role: z.string(), content: z.union([z.string(), z.array(z.looseObject({ text: z.string().default('') }))]) }),
  ),
});

/** What a model says that answers at once. */
function textOf(call: ModelCall): string {
  const [, behaviour = '', rest = ''] = /^(\w+):(.*)$/s.exec(call.model) ?? [];
  if (behaviour === 'says') return rest;
  if (behaviour === 'long') return longText(Number(rest));
  const word = wordOf(call, behaviour, rest);
  if (word !== undefined) return word;
  if (behaviour === 'mends') return isCorrection(call) ? rest : 'I would say so.';
  return thoughtful(sayingOf(call, behaviour, rest));
}

function sayingOf(call: ModelCall, behaviour: string, rest: string): string {
  if (behaviour === 'sways') return swayed(call, rest);
  return behaviour === 'answers' ? rest : call.model;
}

const sentence = 'The bucket of the stack lets everybody read, “more or less”, for 30 days.\n';

/** A text of so many bytes, in which letters of several bytes and what JSON escapes stand too. */
export function longText(bytes: number): string {
  const whole = sentence.repeat(Math.floor((bytes - 1) / Buffer.byteLength(sentence)));
  return whole + '.'.repeat(bytes - Buffer.byteLength(whole));
}

function isCorrection({ body }: ModelCall): boolean {
  return JSON.stringify(body['messages']).includes('did not conform');
}

function swayed({ body }: ModelCall, rest: string): string {
  const [first = '', second = ''] = rest.split(':');
  return JSON.stringify(body['messages']).includes('<others>') ? second : first;
}

/** What is said of the answers of others; undefined where nobody asks for that. */
function wordOf(call: ModelCall, behaviour: string, rest: string): string | undefined {
  if (JSON.stringify(call.body['messages']).includes('a list of all letters')) return order(call, rest);
  if (behaviour === 'writes') return synthesis(call);
  return behaviour === 'judges' ? judgement(call, rest) : undefined;
}

/** A sentence for each claim, and one each with another number, with a claim that there is not, and without any. */
function synthesis({ body }: ModelCall): string {
  const words = JSON.stringify(body['messages']).replaceAll('\\n', '\n').replaceAll('\\"', '"');
  const claims = [...words.matchAll(/<claim number="(\d+)"[^>]*>\n(.*)\n<\/claim>/g)].map(([, number, text = '']) => ({ number, text }));
  const quoted = claims.map(({ number, text }) => ({ text, claims: [Number(number)] }));
  const wrong = claims.flatMap(({ number, text }) =>
    /\d/.test(text) ? [{ text: text.replace(/\d+/, '99'), claims: [Number(number)] }] : [],
  );
  return JSON.stringify({ sentences: [...quoted, ...wrong, { text: 'Nobody says so.', claims: [99] }, { text: 'Nor so.', claims: [] }] });
}

/** Who is asked to rank the answers of others puts first what it says itself, or what it has been swayed to. */
function order({ body }: ModelCall, words: string): string {
  const answers = JSON.stringify(body['messages']).split('<answer letter=').slice(1);
  const says = (answer: string) => (answer.includes(`Answer: ${words.split(':').at(-1)}`) ? 0 : 1);
  const letters = answers.toSorted((one, other) => says(one) - says(other)).map((answer) => answer.match(/[A-Z]+/)?.[0]);
  return JSON.stringify({ reason: 'As I said.', order: letters });
}

/** The letter of the answer with these words. */
function judgement({ body }: ModelCall, words: string): string {
  const answers = JSON.stringify(body['messages']).split('<answer letter=').slice(1);
  const choice = answers.find((answer) => answer.includes(`Answer: ${words}`))?.match(/[A-Z]+/)?.[0] ?? 'none';
  return JSON.stringify({ reason: `${words} is right.`, choice });
}

function questionIn(messages: z.infer<typeof completionRequest>['messages']): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text = typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
  return /<question>\n([\s\S]*)\n<\/question>/.exec(text)?.[1] ?? text;
}

function completion(model: string, answer: string): unknown {
  return bare(model, thoughtful(answer));
}

function thoughtful(answer: string): string {
  return `I have thought about it.\nAnswer: ${answer}`;
}

function bare(model: string, content: string): unknown {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_760_000_000,
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
  };
}

function retryAfter(hint: string): Readonly<Record<string, string>> {
  const seconds = /^retry=(\d+)$/.exec(hint)?.[1];
  return seconds === undefined ? {} : { 'retry-after': seconds };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
