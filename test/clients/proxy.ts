/** nginx in front of the server, with a limit of time that is shorter than the slowest circle's answer. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import type { Asking } from './questions.ts';

/** The running proxy. */
export interface Proxy extends Asking {
  close(): Promise<void>;
}

/** Seconds after which it gives up waiting for the server's next byte: longer than a stream is silent, shorter than the slowest circle. */
export const proxySeconds = 8;

/** Starts it. Throws where nginx is not installed, or does not start. */
export async function startProxy({ url, key }: Asking): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-nginx-'));
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), settingsOf(folder, port, url));
  const nginx = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: ['ignore', 'ignore', 'pipe'] });
  process.once('exit', () => nginx.kill('SIGKILL'));
  let problem = '';
  nginx.stderr.on('data', (said) => (problem += String(said)));
  const ended = new Promise<void>((done) => {
    nginx.on('exit', done).on('error', (error) => {
      problem = 'code' in error && error.code === 'ENOENT' ? 'nginx is not installed' : error.message;
      done();
    });
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const proxied = `http://127.0.0.1:${port}`;
  if (!(await Promise.race([answers(proxied), ended.then(() => false)]))) {
    remove();
    throw new Error(problem.trim() || 'nginx does not start');
  }
  return {
    url: proxied,
    key,
    async close() {
      nginx.kill('SIGTERM');
      await ended;
      remove();
    },
  };
}

function settingsOf(folder: string, port: number, url: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};`);
  return [
    'daemon off;',
    'master_process off;',
    `pid ${folder}/nginx.pid;`,
    'events {}',
    'http {',
    '  access_log off;',
    ...temporary,
    `  server { listen 127.0.0.1:${port}; location / { proxy_pass ${url}; proxy_read_timeout ${proxySeconds}s; } }`,
    '}',
  ].join('\n');
}

async function answers(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer !== undefined) return true;
    await setTimeout(100);
  }
  return false;
}
