/** What an operator uses: metrics, backups of a running server, and a proxy before it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { runCircle } from '../support/circle-command.ts';
import { freePort } from '../support/free-port.ts';
import { type CircleClient, circleClient } from './circle-client.ts';
import { eventually } from './eventually.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const root = join(import.meta.dirname, '../..');
const circles = join(root, 'layers/knowledge/circles.yaml');
const key = 'circle_key-of-the-operators';
const patienceMs = 15_000;

let folder: string;
let server: ServerProcess;
beforeAll(async () => {
  requireCore(() => undefined);
  folder = mkdtempSync(join(tmpdir(), 'circle-operating-'));
  server = await startServer(join(folder, 'data'), circles, key);
}, 900_000);
afterAll(async () => {
  await server?.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const askDemo = async (circle: CircleClient) => circle.ask({ question: 'Is 3599 a prime number?', options: ['yes', 'no'], circle: 'demo' });

describe('a running server', () => {
  it('offers its metrics to whoever has the key', async () => {
    await server.circle.end(await askDemo(server.circle));
    const answer = await server.circle.send('GET', '/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
    expect(answer.text).toMatch(/^circle_consultations_accepted_total [1-9]/m);
    expect(answer.text).toMatch(/^circle_opinions_total\{expert="demo-skeptic",status="answered"\} [1-9]/m);
    for (const wrong of [null, 'circle_another-key-of-the-same']) {
      expect((await server.circle.send('GET', '/metrics', { key: wrong })).status).toBe(401);
      expect((await server.circle.send('GET', '/v1/backup', { key: wrong })).status).toBe(401);
    }
  });

  it('is backed up, and what it knew is known where that is restored', async () => {
    const id = await askDemo(server.circle);
    const known = await server.circle.end(id);
    const environment = { CIRCLE_URL: server.url, CIRCLE_API_KEY: key };
    expect(await runCircle(['backup', 'taken.db'], { folder, environment })).toMatchObject({ code: 0 });
    expect(statSync(join(folder, 'taken.db')).mode & 0o777).toBe(0o600);

    const data = join(folder, 'restored');
    const here = { folder, environment: { CIRCLE_DATA: data } };
    expect(await runCircle(['restore', 'taken.db'], here)).toMatchObject({ code: 0 });
    const other = await startServer(data, circles, key);
    expect(await other.circle.look(id)).toEqual(known);
    expect(await runCircle(['restore', 'taken.db'], here)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another process is using'),
    });
    await other.end('SIGTERM');
  }, 60_000);
});

const nginx = spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status === 0;

describe('nginx before it, as the example sets it up', () => {
  let proxy: ChildProcess | undefined;
  afterAll(() => proxy?.kill());

  it.runIf(nginx)('passes questions, answers and events on (needs nginx)', async () => {
    const port = await freePort();
    const example = readFileSync(join(root, 'docs/examples/nginx.conf'), 'utf8');
    const plain = example
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replaceAll(/^\s*ssl_certificate.*$/gm, '')
      .replace('http://127.0.0.1:7330', server.url);
    const place = join(folder, 'nginx');
    mkdirSync(place);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${place}/${name};`).join(' ');
    const whole = `daemon off; pid ${place}/pid; error_log ${place}/error.log; events {} http { access_log off; ${paths}\n${plain}\n}`;
    writeFileSync(join(place, 'nginx.conf'), whole);
    proxy = spawn('nginx', ['-p', place, '-c', join(place, 'nginx.conf'), '-e', join(place, 'error.log')], { stdio: 'ignore' });
    const circle = circleClient(`http://127.0.0.1:${port}`, key, patienceMs);
    await eventually(
      async () => ((await circle.send('GET', '/healthz').catch(() => undefined))?.status === 200 ? true : undefined),
      patienceMs,
    );

    const waited = await circle.send('POST', '/v1/consultations', {
      body: { question: 'Is 3599 a prime number?', options: ['yes', 'no'], circle: 'demo' },
      headers: { prefer: 'wait=20' },
    });
    expect(waited.status).toBe(200);
    const { id } = JSON.parse(waited.text);
    const events = await circle.send('GET', `/v1/consultations/${id}/events`);
    expect(events.text).toMatch(/^event: verdict$/m);
    expect(await circle.look(id)).toMatchObject({ status: 'decided' });
  });
});
