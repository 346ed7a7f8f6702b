/** `npm start`: builds what it needs and serves embedded mode. */

import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { buildApp } from '../../functions/api/app.ts';
import { byKey } from '../../functions/api/authenticate.ts';
import { answerError } from '../../functions/api/error-answer.ts';
import { makeProblem } from '../../functions/api/problems.ts';
import { jsonLog } from '../../shared/adapters/local/json-log.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { idleSettings, sayIdle } from '../../shared/contract/idle-settings.ts';
import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { seatedKinds } from '../../shared/contract/seated.ts';
import { systemFailureInWords } from '../../shared/domain/system-words.ts';
import { CircleError, messageOf } from '../../shared/errors.ts';
import { outgoing } from '../../shared/network/outgoing.ts';
import type { Log } from '../../shared/ports/log.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { requireApiKey } from './api-key.ts';
import { connectionOf } from './connection.ts';
import { requireConsole } from './console.ts';
import { requireCore } from './core.ts';
import { openEmbedded } from './embedded.ts';
import { greetingLines } from './greeting.ts';
import { openMetrics } from './metrics.ts';
import { proxiesInWords } from './proxies-in-words.ts';
import { refuseInWords } from './refuse-at-socket.ts';
import { refusedWebhooks } from './refused-webhooks.ts';
import { prepareRules } from './rules-build.ts';
import { readServerSettings, usage } from './server-settings.ts';
import { type DroppedLines, guardStreams } from './standard-streams.ts';
import { stopOnSignal } from './stopping.ts';

/** Seconds that `Prefer: wait` may hold a request: the longest deadline, since nothing in front gives up earlier. */
const maxWaitSeconds = 870;
/** Milliseconds in which the last answers get out once nothing is under way any more. */
const lastWordsMs = 500;
/** Milliseconds between looks at whether lines were lost. */
const droppedLookMs = 60_000;

type Fetch = Parameters<typeof serve>[0]['fetch'];

async function main(): Promise<void> {
  const settings = readServerSettings(process.argv.slice(2), process.env);
  if (!settings) return console.log(usage);
  // A way out that cannot be taken is told before anybody could be asked in vain.
  const ways = proxyRemarks();
  const dropped = guardStreams([process.stdout, process.stderr]);
  const metrics = openMetrics();
  const log = metrics.counting(jsonLog({ write: (line) => process.stderr.write(line), level: settings.log }));
  tellOfDropped(dropped, log);
  outliveFailures(log);
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../layers/knowledge'), settings.circles);
  for (const idle of idleSettings(knowledge)) log.warn('SETTING_IDLE', { circle: idle.circle, reason: sayIdle(idle) });
  const say = (line: string) => console.log(line);
  const [core, site] = [requireCore(say), requireConsole(say)];
  const seatsRules = seatedKinds(knowledge, knowledge.providers).some((kind) => factsOf(kind).judge === 'rules');
  const rules = seatsRules ? prepareRules(settings.rules, say) : undefined;
  // What is made from now on is for this user alone; what was built above is the clone's.
  process.umask(0o077);
  const { data: dataFolder, retentionDays, sync, publicUrl } = settings;
  const { problem: noRules } = rules ?? {};
  const embedded = await openEmbedded({
    dataFolder,
    retentionDays,
    sync,
    publicUrl,
    knowledge,
    core,
    noRules,
    log,
    environment: process.env,
  });
  void rules?.ended.then((problem) => (problem === noRules ? undefined : embedded.changeRules(problem)));
  const apiKey = requireApiKey(settings.data, settings.apiKey);
  const refused = await refusedWebhooks(knowledge.circles, embedded.ports.webhooks);
  const closing = new AbortController();
  const app = buildApp({
    ports: embedded.ports,
    maxWaitSeconds,
    authenticate: byKey(apiKey.key),
    readiness: async () => ({ ...(await embedded.readiness()), ...(closing.signal.aborted && { server: 'is stopping' }) }),
    closing: closing.signal,
    connection: connectionOf,
    policy: settings.policy,
    backup: () => embedded.backup(),
    metrics: () => embedded.readMetrics(metrics, dropped.count()),
    publicUrl: settings.publicUrl,
    allowedOrigins: settings.origins,
    strict: settings.strict,
    console: { folder: site, compressed: true },
  });
  const server = serve({ fetch: unlessStopping(app.fetch, closing.signal), port: settings.port, hostname: settings.host }, ({ port }) => {
    const address = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
    const remarks = [...settings.remarks, ...ways, ...embedded.remarks, ...refused];
    const onTerminal = process.stdout.isTTY;
    void embedded.ports.health
      .read()
      .then((health) => console.log(greetingLines({ address, apiKey, knowledge, health, remarks, onTerminal }).join('\n')));
  });
  if ('keepAliveTimeout' in server) {
    server.keepAliveTimeout = settings.keepAliveSeconds * 1000;
    refuseInWords(server);
  }
  server.on('error', (error: NodeJS.ErrnoException) => {
    embedded.close();
    fail(whyNotListening(error, settings));
  });
  stopOnSignal(async () => {
    // Whoever waits for an answer gets the id of the question, and its connection is closed behind that.
    closing.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    await embedded.drain(settings.drainSeconds * 1000);
    await Promise.race([closed, systemClock.sleep(lastWordsMs)]);
    embedded.close();
    process.exit(0);
  });
}

/** While the server stops, a connection that is still open gets no more work done. */
function unlessStopping(handle: Fetch, stopping: AbortSignal): Fetch {
  return (request, environment) => {
    if (!stopping.aborted) return handle(request, environment);
    const problem = makeProblem('unavailable', 'the server is stopping', { retryable: true });
    return answerError(new URL(request.url).pathname, problem, { 'retry-after': '2', connection: 'close' });
  };
}

/** Said once lines can be written again; where they still cannot, this line is one more. */
function tellOfDropped(dropped: DroppedLines, log: Log): void {
  let told = 0;
  setInterval(() => {
    if (dropped.count() === told) return;
    told = dropped.count();
    log.warn('LINES_DROPPED', { lines: told });
  }, droppedLookMs).unref();
}

/** Uncaught errors are logged, and the server goes on: every change of the store is whole or not at all, and a run is resumed. */
function outliveFailures(log: Log): void {
  const tell = (error: unknown) => log.error('FUNCTION_FAILED', { function: 'process', reason: messageOf(error) });
  process.on('unhandledRejection', tell);
  process.on('uncaughtException', tell);
}

function whyNotListening(error: NodeJS.ErrnoException, { port, host }: { readonly port: number; readonly host: string }): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is taken; choose another with --port`;
  if (error.code === 'EACCES') return `port ${port} is kept for others on this machine; choose another with --port`;
  return `nothing can be served at ${host} (${error.code ?? messageOf(error)}): name an address of this machine with --host`;
}

/** A proxy on the way out is no secret of the environment: what cannot be reached may be its doing. */
function proxyRemarks(): readonly string[] {
  return proxiesInWords((url) => outgoing().proxyFor(url));
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

await main().catch((error: unknown) => {
  const option = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (error instanceof CircleError || option) fail(option ? `${messageOf(error)}\n${usage}` : messageOf(error));
  const ofSystem = systemFailureInWords(error);
  if (ofSystem !== undefined) fail(ofSystem);
  throw error;
});
