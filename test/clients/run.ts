/**
 * `npm run clients -- [--folder FOLDER] [--only NAME,…] [--statuses | --proxy | --generators | --mcp]`: clients of other people, each with its version
 * pinned, ask an embedded server over a model server of ours. Prints a table in Markdown, as `docs/clients.md` has it: what each client was
 * answered, and how many consultations that took. Installing takes minutes, once for each folder; what cannot be installed is named.
 * `--statuses` has them fail instead, with every status and in every form of a stream; `--proxy` puts nginx before the server, which gives up
 * sooner than it answers; `--generators` has clients generated from the OpenAPI document, each of which must compile and ask;
 * `--mcp` has clients of MCP call the tool that asks a circle.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireCore } from '../../infra/local/core.ts';
import { messageOf } from '../../shared/errors.ts';
import { startModelServer } from '../blackbox/model-server.ts';
import { startServer } from '../blackbox/server-process.ts';
import { type Client, clients, labelOf } from './clients.ts';
import { startFailingServer } from './failures.ts';
import { tryGenerators } from './generators.ts';
import { type LoadedProgram, loadProgram } from './loaded-program.ts';
import { tryMcp } from './mcp.ts';
import { startProxy } from './proxy.ts';
import { type Asking, askThrough, type Question, questions, questionsBehindProxy, type Run } from './questions.ts';
import { circlesOf } from './server.ts';
import { failThrough, statusColumns, streamColumns } from './statuses.ts';
import { tableOf } from './table.ts';
import { runProgram } from './tools.ts';

const key = 'circle_key_of_the_clients';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string' },
    statuses: { type: 'boolean', default: false },
    proxy: { type: 'boolean', default: false },
    generators: { type: 'boolean', default: false },
    mcp: { type: 'boolean', default: false },
  },
});
const folder = resolve(values.folder ?? join(tmpdir(), 'circle-clients'));
mkdirSync(folder, { recursive: true });
const only = values.only?.split(',');

// Otherwise the server would build the core at its start, which takes minutes.
requireCore((line) => console.error(line));
const models = await startModelServer();
const knowledge = circlesOf(models.baseUrl);
const data = mkdtempSync(join(tmpdir(), 'circle-clients-data-'));
// However this ends, with a server that has not started or by a signal, it leaves nothing behind.
process.once('exit', () => {
  knowledge.remove();
  rmSync(data, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
const server = await startServer(data, join(knowledge.path, 'circles.yaml'), key, { CIRCLE_LOG: 'silent' });
try {
  const asking: Asking = { url: server.url, key };
  if (values.generators) await tryGenerators(folder, asking, only);
  else if (values.mcp) await tryMcp(folder, asking, only);
  else if (values.statuses) await tryStatuses(asking);
  else if (values.proxy) await tryBehindProxy(asking);
  else await tryQuestions(questions, asking, asking);
} finally {
  await server.end('SIGTERM');
  await models.close();
}

/** Has each client ask at an address; consultations are counted at the server itself. */
async function tryQuestions(asked: readonly Question[], at: Asking, counted: Asking): Promise<void> {
  const rows = await rowsOf(at, async (run) => {
    const cells: string[] = [];
    for (const question of asked) cells.push(await askThrough(run, question, counted));
    return cells;
  });
  console.log(tableOf([['client', ...asked.map(({ name }) => name)], ...rows]));
}

async function tryStatuses(asking: Asking): Promise<void> {
  const failing = await startFailingServer(asking);
  const streamed: string[][] = [];
  const errors: string[][] = [];
  try {
    const rows = await rowsOf(failing, async (run, label) => {
      const doing = await failThrough(run, failing);
      streamed.push([label, ...doing.streamed]);
      errors.push([label, doing.errors]);
      return doing.requests;
    });
    console.log(tableOf([['client', ...statusColumns], ...rows]));
    console.log(`\n${tableOf([['client', ...streamColumns], ...streamed])}`);
    console.log(`\n${tableOf([['client', 'its error'], ...errors])}`);
  } finally {
    await failing.close();
  }
}

async function tryBehindProxy(asking: Asking): Promise<void> {
  const proxy = await startProxy(asking).catch((error: unknown) => messageOf(error));
  if (typeof proxy === 'string') {
    const rows = chosen().map((client) => [labelOf(client), ...questionsBehindProxy.map(() => `not tried: ${proxy}`)]);
    console.log(tableOf([['client', ...questionsBehindProxy.map(({ name }) => name)], ...rows]));
    return;
  }
  try {
    await tryQuestions(questionsBehindProxy, proxy, asking);
  } finally {
    await proxy.close();
  }
}

function chosen(): readonly Client[] {
  return clients.filter(({ name }) => only?.includes(name) ?? true);
}

/** A row for each client: what `trying` makes of it. Rows are told as they come. */
async function rowsOf({ url }: Asking, trying: (run: Run, label: string) => Promise<readonly string[]>): Promise<readonly string[][]> {
  const rows: string[][] = [];
  for (const client of chosen()) {
    const row = [labelOf(client), ...(await cellsOf(client, url, trying))];
    console.error(row.join(' | '));
    rows.push(row);
  }
  return rows;
}

async function cellsOf(client: Client, url: string, trying: (run: Run, label: string) => Promise<readonly string[]>) {
  const place = join(folder, client.name.replaceAll(/[^\w.-]+/g, '-'));
  const label = labelOf(client);
  try {
    await client.install(place);
  } catch (error) {
    return [`could not be installed: ${messageOf(error).split('\n')[0]}`];
  }
  const program = programOf(client, place);
  let number = 0;
  const run: Run = (model, mode) => {
    number += 1;
    return program.run([`${url}/v1`, key, model, mode, `${label}, ${number}`]);
  };
  try {
    return await trying(run, label);
  } finally {
    await program.close();
  }
}

function programOf(client: Client, place: string): LoadedProgram {
  const command = client.command(place);
  if (client.isPython === true) return loadProgram(command, place);
  return { run: (argv) => runProgram(command, argv, place), close: () => Promise.resolve() };
}
