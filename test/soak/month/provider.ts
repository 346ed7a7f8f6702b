/** The provider of a month: it answers, or has its weather, and writes down every call that reached it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { Weather } from './plan.ts';

/** Tokens of every answer. */
export const answerTokens = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

/** One call. `billed`: the whole answer was sent; `refused`: an error that no provider bills; `lost`: the caller went away before. */
export interface Call {
  readonly model: string;
  readonly question: string;
  state: 'under-way' | 'billed' | 'refused' | 'lost';
}

/** The running provider. */
export interface Provider {
  readonly baseUrl: string;
  readonly calls: readonly Call[];
  /** How it behaves from now on; undefined is well. */
  weather: Weather | undefined;
  close(): Promise<void>;
}

const request = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
});
/** Milliseconds that a model thinks: `steady`, and one that is slow. */
const thinkingMs: Readonly<Record<string, number>> = { steady: 20, thoughtful: 700, other: 150 };
/** Milliseconds of a slow provider beside that, and of a silent one until it lets go. */
const [slowMs, silentMs] = [1500, 30_000];

/** Starts the provider. */
export async function startProvider(): Promise<Provider> {
  const calls: Call[] = [];
  const provider = { weather: undefined as Weather | undefined };

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (incoming.url === '/v1/models') return reply(response, 200, JSON.stringify({ object: 'list', data: [] }));
    const { model, messages } = request.parse(await json(incoming));
    const call: Call = { model, question: questionIn(messages.at(-1)?.content ?? ''), state: 'under-way' };
    calls.push(call);
    response.on('close', () => {
      if (call.state === 'under-way') call.state = 'lost';
    });
    const end: End = (state, status, body, headers = {}) => {
      if (call.state !== 'under-way') return;
      call.state = state;
      reply(response, status, body, headers);
    };
    behaviours[model === 'steady' ? 'well' : (provider.weather ?? 'well')](call, end, response);
  };

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(provider, {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

type End = (state: Call['state'], status: number, body: string, headers?: Readonly<Record<string, string>>) => void;

/** What becomes of a call in each weather. */
const behaviours: Readonly<Record<Weather | 'well', (call: Call, end: End, response: ServerResponse) => void>> = {
  well: (call, end) => answerAfter(0, call, end),
  slow: (call, end) => answerAfter(slowMs, call, end),
  silent: (call, end) => answerAfter(silentMs, call, end),
  refusing: (_, end) => end('refused', 503, '{"error":{"message":"overloaded"}}'),
  busy: (_, end) => end('refused', 429, '{"error":{"message":"too many"}}', { 'retry-after': '1' }),
  // Whoever sends a page for an answer may have called the model all the same.
  foreign: (_, end) => end('billed', 200, '<html>welcome to the hotel</html>', { 'content-type': 'text/html' }),
  'cut-off': (call, _, response) => cutOff(call, response),
};

function answerAfter(ms: number, { model, question }: Call, end: End): void {
  setTimeout(() => end('billed', 200, completion(model, question)), ms + (thinkingMs[model] ?? 0)).unref();
}

/** Half an answer, and the line is dead. */
function cutOff(call: Call, response: ServerResponse): void {
  const whole = completion(call.model, call.question);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(whole.length) });
  response.write(whole.slice(0, whole.length / 2), () => response.destroy());
}

function questionIn(prompt: string): string {
  return /<question>\n([\s\S]*)\n<\/question>/.exec(prompt)?.[1] ?? prompt;
}

function completion(model: string, question: string): string {
  // Who dissents does so on every third question: a month of one opinion would weigh nothing.
  const answer = model === 'other' && question.length % 3 === 0 ? 'no' : 'yes';
  const message = { role: 'assistant', content: `I have thought about it.\nAnswer: ${answer}` };
  const choices = [{ index: 0, finish_reason: 'stop', message }];
  return JSON.stringify({ id: 'completion', object: 'chat.completion', created: 1_760_000_000, model, choices, usage: answerTokens });
}

function reply(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}
