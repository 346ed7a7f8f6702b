/** What each client does when a panel has failed: how often it asks, and whether its caller is told. */
import type { FailingServer } from './failures.ts';
import { statuses, streams } from './failures.ts';
import { hasNone, type Run } from './questions.ts';
import { excerpt } from './reason.ts';
import { type Ended, saidIn } from './tools.ts';

/** The head of the table of requests, and of the one of streams. */
export const statusColumns: readonly string[] = statuses.map(String);
export const streamColumns: readonly string[] = Object.keys(streams);

/** What a client does. */
export interface Doing {
  /** Requests by status. */
  readonly requests: readonly string[];
  /** What became of each stream. */
  readonly streamed: readonly string[];
  /** The errors that it makes of the statuses. */
  readonly errors: string;
}

/** Has a client fail in every way. */
export async function failThrough(run: Run, server: FailingServer): Promise<Doing> {
  const requests: string[] = [];
  const errors = new Map<string, number[]>();
  for (const status of statuses) {
    const { ended, count } = await ask(run, `status/${status}`, 'plain', server);
    requests.push(ended.code === null ? `${count}, without an end` : String(count));
    const name = ended.code === 0 ? 'none' : errorIn(ended.output);
    errors.set(name, [...(errors.get(name) ?? []), status]);
  }
  const streamed: string[] = [];
  for (const model of Object.values(streams)) streamed.push(streamedCell(await ask(run, model, 'streamed', server)));
  return { requests, streamed, errors: [...errors].map(([name, at]) => `${name} (${at.join(', ')})`).join('; ') };
}

interface Asked {
  readonly ended: Ended;
  readonly count: number;
}

function streamedCell({ ended: { code, stdout }, count }: Asked): string {
  if (code === hasNone) return '–';
  const told = code === 0 ? `"${excerpt(saidIn(stdout)?.answer ?? '')}"` : 'told';
  return count === 1 ? told : `${told}, ${count} requests`;
}

async function ask(run: Run, model: string, mode: string, server: FailingServer): Promise<Asked> {
  const before = server.count(model);
  const ended = await run(model, mode);
  return { ended, count: server.count(model) - before };
}

/** The name of the error that a program ends with. */
function errorIn(output: string): string {
  const names = output
    .split('\n')
    .flatMap((line) => /^(?:error: |Uncaught |\w+: )?(?:[\w$]+\.)*([A-Z][\w$]*(?:Error|Exception))\b/.exec(line.trim())?.[1] ?? []);
  return names.at(-1) ?? 'Error';
}
