/**
 * `npm run clients -- [--folder FOLDER] [--only NAME,…] [--generators]`: clients of other people, each with its version pinned, ask an embedded
 * server over a model server of ours. Prints a table in Markdown: what each client was answered, and how many consultations that took.
 * Installing takes minutes, once for each folder; what cannot be installed is named. `--generators` has clients generated from the OpenAPI
 * document instead, each compiled, and some of them asked.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireCore } from '../../infra/local/core.ts';
import { messageOf } from '../../shared/errors.ts';
import { startModelServer } from '../blackbox/model-server.ts';
import { startServer } from '../blackbox/server-process.ts';
import { type Client, clients } from './clients.ts';
import { tryGenerators } from './generators.ts';
import { type Asking, askThrough, questions } from './questions.ts';
import { circlesOf } from './server.ts';
import { runProgram } from './tools.ts';

const key = 'circle_key_of_the_clients';

const { values } = parseArgs({
  options: { folder: { type: 'string' }, only: { type: 'string' }, generators: { type: 'boolean', default: false } },
});
const folder = resolve(values.folder ?? join(tmpdir(), 'circle-clients'));
mkdirSync(folder, { recursive: true });

// Otherwise the server would build the core at its start, which takes minutes.
requireCore((line) => console.error(line));
const models = await startModelServer();
const knowledge = circlesOf(models.baseUrl);
const data = mkdtempSync(join(tmpdir(), 'circle-clients-data-'));
const server = await startServer(data, join(knowledge.path, 'circles.yaml'), key, { CIRCLE_LOG: 'silent' });
try {
  const asking: Asking = { url: server.url, key };
  if (values.generators) await tryGenerators(folder, asking);
  else await tryClients(asking);
} finally {
  await server.end('SIGTERM');
  await models.close();
  knowledge.remove();
  rmSync(data, { recursive: true, force: true });
}

async function tryClients(asking: Asking): Promise<void> {
  const names = questions.map(({ name }) => name);
  console.log(`| client | ${names.join(' | ')} |`);
  console.log(`| --- | ${names.map(() => '---').join(' | ')} |`);
  const only = values.only?.split(',');
  for (const client of clients.filter(({ name }) => only?.includes(name) ?? true)) await tryClient(client, asking);
}

async function tryClient(client: Client, asking: Asking): Promise<void> {
  const place = join(folder, client.name.replaceAll(/[^\w.-]+/g, '-'));
  const label = `${client.name} ${client.version}`;
  try {
    await client.install(place);
  } catch (error) {
    console.log(`| ${label} | could not be installed: ${messageOf(error).split('\n')[0]} |`);
    return;
  }
  const cells: string[] = [];
  for (const [number, question] of questions.entries()) {
    const own = `${label}, ${number}`;
    const run = (model: string, mode: string) =>
      runProgram(client.command(place), [`${asking.url}/v1`, asking.key, model, mode, own], place);
    cells.push(await askThrough(run, question, asking));
  }
  console.log(`| ${label} | ${cells.join(' | ')} |`);
}
