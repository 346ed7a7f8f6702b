/** Whether a server answers at all, over HTTP. */
import * as z from 'zod';
import { messageOf } from '../../errors.ts';
import { causeOfConnection, tlsInWords } from '../../network/connection-words.ts';
import { outgoing, outgoingFetch } from '../../network/outgoing.ts';
import { refusalOfProxy } from '../../network/through-proxy.ts';
import type { Reach } from '../../ports/reach.ts';
import { withinAwake } from '../../time/within-awake.ts';

/** Bytes of a list of models that are read. */
const listMaxBytes = 2_000_000;
/** Names of models that a message lists. */
const namesShown = 5;

export const httpReach: Reach = {
  problemOf: (url, milliseconds, model) =>
    withinAwake(milliseconds, async (signal) => {
      try {
        return await askedFor(url, signal, model);
      } catch (error) {
        return `${shown(url)} does not answer${via(url)} (${signal.aborted ? `within ${milliseconds} ms` : reasonOf(error)})`;
      }
    }),
};

async function askedFor(url: string, signal: AbortSignal, model: string | undefined): Promise<string | undefined> {
  const response = await outgoingFetch(url, { signal, redirect: 'manual' });
  const wrong = whyWrong(response.status, url);
  if (wrong !== undefined || model === undefined || !response.ok) {
    await response.body?.cancel();
    return wrong;
  }
  return whyMissing(model, await readStart(response), new URL(url).host);
}

/** Any answer shows a server; 5xx shows one that cannot serve, and 404 one that serves elsewhere. */
function whyWrong(status: number, url: string): string | undefined {
  if (status >= 500) return `${shown(url)} answers ${status}`;
  if (status === 404 || status === 405)
    return `${shown(url)} answers ${status} at ${new URL(url).pathname}: is the path of the address right, such as /v1?`;
  if (status >= 300 && status < 400) return `${shown(url)} answers ${status} at ${new URL(url).pathname}: redirects are not followed`;
  return undefined;
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > listMaxBytes) return '';
  }
  return text;
}

/** A list of models as OpenAI's API and Ollama's own give it. */
const named = z.looseObject({ id: z.string().optional(), name: z.string().optional(), owned_by: z.unknown() });
const modelList = z.union([
  z.looseObject({ data: z.array(named) }).transform(({ data }) => data),
  z.looseObject({ models: z.array(named) }).transform(({ models }) => models),
  z.array(named),
]);

/** What a list says against a model. Nothing, where it is none that is known, or the server takes any name. */
function whyMissing(model: string, text: string, host: string): string | undefined {
  const list = modelList.safeParse(parsed(text)).data ?? [];
  const names = list.map(({ id, name }) => id ?? name).filter((name) => name !== undefined);
  // llama.cpp serves the one model that it was started with, by whatever name it is asked.
  if (names.length === 0 || list.some(({ owned_by: owner }) => owner === 'llamacpp')) return undefined;
  const wanted = plainName(model);
  if (names.some((name) => plainName(name) === wanted)) return undefined;
  const others = names.slice(0, namesShown).map((name) => JSON.stringify(name.slice(0, 80)));
  return `${host} has no model ${JSON.stringify(model)}; it has ${others.join(', ')}${names.length > namesShown ? ` and ${names.length - namesShown} more` : ''}`;
}

/** Ollama names the newest of a model with a tag, which a request may leave out. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/:latest$/, '')
    .replace(/^models\//, '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The proxy on the way, where there is one: it may be what does not answer. */
function via(url: string): string {
  const proxy = URL.canParse(url) ? outgoing().proxyFor(new URL(url)) : undefined;
  return proxy === undefined ? '' : ` through the proxy ${proxy}`;
}

/** The host alone: an address may hold a password. */
function shown(url: string): string {
  return URL.parse(url)?.host ?? 'the address';
}

/** Why nobody was reached, for people. */
function reasonOf(error: unknown): string {
  const refused = refusalOfProxy(error);
  if (refused) return refused.message;
  const { code } = causeOfConnection(error);
  const tls = tlsInWords(code);
  return tls === undefined ? plainReason(error) : `${code}: ${tls}`;
}

/** The message or code of a failure. Messages of the platform may quote the whole address, so only those without one are shown. */
function plainReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(cause);
  if (message !== '' && !/:\/\/|@/.test(message)) return message.slice(0, 200);
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'connection refused';
}
