/** `npm start`: builds what it needs and serves embedded mode. */
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { buildApp } from '../../functions/api/app.ts';
import { sameKey } from '../../functions/api/bearer-key.ts';
import { jsonLog } from '../../shared/adapters/local/json-log.ts';
import { leastAnswers } from '../../shared/domain/quorum.ts';
import { defaultCircle, quorumOf } from '../../shared/domain/seating.ts';
import { CircleError, InvalidConfiguration, messageOf } from '../../shared/errors.ts';
import { readOrigins } from '../../shared/runtime/allowed-origins.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { unavailableExperts } from '../../shared/steps/unavailable-experts.ts';
import { type ApiKey, requireApiKey } from './api-key.ts';
import { requireConsole } from './console.ts';
import { requireCore } from './core.ts';
import { type Embedded, openEmbedded } from './embedded.ts';

/** Seconds that `Prefer: wait` may hold a request: the longest deadline, since nothing in front gives up earlier. */
const maxWaitSeconds = 870;
const logLevels = ['info', 'warn', 'error', 'silent'] as const;

const usage = `usage: npm start -- [--port N] [--host ADDRESS] [--data FOLDER] [--circles FILE] [--log info|warn|error|silent]
                    [--public-url ADDRESS] [--origins ORIGIN,…]
Environment: PORT, HOST, CIRCLE_DATA, CIRCLES_FILE, CIRCLE_API_KEY, CIRCLE_LOG, CIRCLE_PUBLIC_URL, CIRCLE_ORIGINS, provider keys by name.`;

interface Settings {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly circles: string | undefined;
  readonly log: (typeof logLevels)[number];
  readonly publicUrl: string | undefined;
  readonly origins: readonly string[];
}

/** Each setting: its flag, its variable, and what holds without either. Loopback, since the key is all that protects this door. */
const sources = {
  port: ['PORT', '7330'],
  host: ['HOST', '127.0.0.1'],
  data: ['CIRCLE_DATA', '.circle'],
  circles: ['CIRCLES_FILE', ''],
  log: ['CIRCLE_LOG', 'warn'],
  'public-url': ['CIRCLE_PUBLIC_URL', ''],
  origins: ['CIRCLE_ORIGINS', ''],
} as const;

function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      ...{ port: text, host: text, data: text, circles: text, log: text, 'public-url': text, origins: text },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const setting = (name: keyof typeof sources) => values[name] ?? environment[sources[name][0]] ?? sources[name][1];
  return {
    port: readPort(setting('port')),
    host: setting('host'),
    data: resolve(setting('data')),
    circles: setting('circles') || undefined,
    log: readLogLevel(setting('log')),
    publicUrl: readPublicUrl(setting('public-url')),
    origins: readOrigins(setting('origins'), '--origins'),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidConfiguration(`--port must be a number from 0 to 65535, not "${text}"`);
}

function readPublicUrl(text: string): string | undefined {
  if (text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text || undefined;
  throw new InvalidConfiguration(`--public-url must be an address such as https://circle.example, not "${text}"`);
}

function readLogLevel(text: string): Settings['log'] {
  const level = logLevels.find((candidate) => candidate === text);
  if (level) return level;
  throw new InvalidConfiguration(`--log must be one of ${logLevels.join(', ')}, not "${text}"`);
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = jsonLog({ write: (line) => process.stderr.write(line), level: settings.log });
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../layers/knowledge'), settings.circles && resolve(settings.circles));
  const say = (line: string) => console.log(line);
  const [core, site] = [requireCore(say), requireConsole(say)];
  const embedded = await openEmbedded({ dataFolder: settings.data, knowledge, core, log, environment: process.env });
  const apiKey = requireApiKey(settings.data, process.env['CIRCLE_API_KEY']);
  const app = buildApp({
    ports: embedded.ports,
    maxWaitSeconds,
    verifyKey: (key) => sameKey(key, apiKey.key),
    readiness: () => embedded.readiness(),
    publicUrl: settings.publicUrl,
    allowedOrigins: settings.origins,
    console: { folder: site, compressed: true },
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
  const unavailable = await unavailableExperts(ports.store);
  const circle = ports.knowledge.circles[defaultCircle];
  const ready = circle?.experts.filter((expert) => !unavailable.has(expert)) ?? [];
  const least = circle ? leastAnswers({ quorum: quorumOf(circle), minimum: circle.minimum }) : 0;
  const tooFew = ready.length > 0 && ready.length < least;
  const where = relative(process.cwd(), apiKey.file);
  const keyLine = { environment: 'from CIRCLE_API_KEY', made: `${apiKey.key}   (shown once; kept in ${where})`, file: `in ${where}` }[
    apiKey.origin
  ];
  const lines = [
    `Circle of Experts is serving at ${address}`,
    `  console  ${address}/`,
    `  key      ${keyLine}`,
    `  experts  ${ready.length > 0 ? ready.join(', ') : 'the scripted demo circle (no provider key and no local model server found)'}`,
    ...(tooFew
      ? [
          `           The circle "${defaultCircle}" takes ${least} answers to decide: set more keys, or allow fewer with --minimum ${ready.length}.`,
        ]
      : []),
    '',
    'Try, in another terminal:',
    `  ${elsewhere(address, apiKey)}npx circle ask "Is 3599 a prime number?" --options yes,no${tooFew ? ` --minimum ${ready.length}` : ''}`,
  ];
  console.log(lines.join('\n'));
}

/** What the command line must be told, unless the server is where it looks by itself. */
function elsewhere(address: string, { file, origin }: ApiKey): string {
  const url = address === 'http://127.0.0.1:7330' ? '' : `CIRCLE_URL=${address} `;
  const data =
    origin === 'environment' || file === resolve('.circle/api-key') ? '' : `CIRCLE_DATA=${relative(process.cwd(), dirname(file))} `;
  return url + data;
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
