/** `npm start`: builds what it needs and serves embedded mode. */
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { buildApp } from '../../functions/api/app.ts';
import { sameKey } from '../../functions/api/bearer.ts';
import { jsonLog } from '../../shared/adapters/local/json-log.ts';
import { CircleError, messageOf } from '../../shared/errors.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { type ApiKey, requireApiKey } from './api-key.ts';
import { requireCore } from './core.ts';
import { type Embedded, openEmbedded } from './embedded.ts';

/** Seconds that `Prefer: wait` may hold a request: the longest deadline, since nothing in front gives up earlier. */
const maxWaitSeconds = 870;
const logLevels = ['info', 'warn', 'error', 'silent'] as const;

const usage = `usage: npm start -- [--port N] [--host ADDRESS] [--data FOLDER] [--circles FILE] [--log info|warn|error|silent]
Environment: PORT, HOST, CIRCLE_DATA, CIRCLES_FILE, CIRCLE_API_KEY, CIRCLE_LOG, provider keys by name.`;

interface Settings {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly circles: string | undefined;
  readonly log: (typeof logLevels)[number];
}

function readSettings(): Settings {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: text, host: text, data: text, circles: text, log: text, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const port = Number(values.port ?? process.env['PORT'] ?? 7330);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new CircleError('InvalidOption', '--port must be a number from 0 to 65535', { retryable: false });
  const log = logLevels.find((level) => level === (values.log ?? process.env['CIRCLE_LOG'] ?? 'warn'));
  if (!log) throw new CircleError('InvalidOption', `--log must be one of ${logLevels.join(', ')}`, { retryable: false });
  return {
    port,
    // Loopback unless asked otherwise: the key is all that protects this door.
    host: values.host ?? process.env['HOST'] ?? '127.0.0.1',
    data: resolve(values.data ?? process.env['CIRCLE_DATA'] ?? '.circle'),
    circles: values.circles ?? process.env['CIRCLES_FILE'],
    log,
  };
}

async function main(): Promise<void> {
  const settings = readSettings();
  const log = jsonLog({ write: (line) => process.stderr.write(line), level: settings.log });
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../layers/knowledge'), settings.circles && resolve(settings.circles));
  const core = requireCore((line) => console.log(line));
  const embedded = await openEmbedded({ dataFolder: settings.data, knowledge, core, log, environment: process.env });
  const apiKey = requireApiKey(settings.data, process.env['CIRCLE_API_KEY']);
  const app = buildApp({
    ports: embedded.ports,
    maxWaitSeconds,
    verifyKey: (key) => sameKey(key, apiKey.key),
    readiness: () => embedded.readiness(),
  });
  const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, ({ port }) => {
    void greet(`http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`, apiKey, embedded);
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    embedded.close();
    fail(error.code === 'EADDRINUSE' ? `port ${settings.port} is taken; choose another with --port` : messageOf(error));
  });
  const stop = () => {
    server.close();
    embedded.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** Address, key and a first command to try. */
async function greet(address: string, apiKey: ApiKey, { ports }: Embedded): Promise<void> {
  const health = await ports.store.readHealth();
  const ready = health.filter(({ status }) => status === 'ready').map(({ expert }) => expert);
  const demo = Object.values(ports.knowledge.circles).find((circle) => circle.demo)?.experts ?? [];
  const real = ready.filter((expert) => !demo.includes(expert));
  const where = relative(process.cwd(), apiKey.file);
  const keyLine = { environment: 'from CIRCLE_API_KEY', made: `${apiKey.key}   (shown once; kept in ${where})`, file: `in ${where}` }[apiKey.origin];
  const lines = [
    `Circle of Experts is serving at ${address}`,
    `  key      ${keyLine}`,
    `  experts  ${real.length > 0 ? real.join(', ') : 'the scripted demo circle (no provider key and no local model server found)'}`,
    '',
    'Try, in another terminal:',
    '  npx circle ask "Is 3599 a prime number?" --options yes,no',
  ];
  console.log(lines.join('\n'));
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

await main().catch((error: unknown) => {
  const option = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (error instanceof CircleError || option) fail(option ? `${messageOf(error)}\n${usage}` : messageOf(error));
  throw error;
});
