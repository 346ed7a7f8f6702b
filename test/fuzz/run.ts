/**
 * `npm run fuzz [-- OPTION…]`: embedded mode, alone with scripted experts, against schemathesis, which reads the API description and
 * tries what it allows and what it forbids. Options are those of `schemathesis run`, such as `--max-examples 500` or `--seed 7`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webhookKey, writeKnowledge } from '../blackbox/knowledge-folder.ts';
import { startServer } from '../blackbox/server-process.ts';
import { installPython } from '../support/python-environment.ts';

/** Cases of each operation in each phase; the whole takes less than a minute. */
const usualExamples = 30;
const key = 'key-of-the-fuzzer';
const environmentFolder = join(import.meta.dirname, '../../.fuzz/venv');

const scripted = (family: string) => ({ provider: 'scripted', model: family, family, script: 'demo.jsonl', images: true });
/** Nobody here costs anything. `hooks.py` has the same names; the deadline is what the fuzzer waits for where a person is asked. */
const circles = {
  experts: { architect: scripted('architect'), skeptic: scripted('skeptic'), reviewer: { provider: 'human', model: 'person' } },
  circles: {
    default: { experts: ['architect', 'skeptic'], quorum: 2, deadlineSeconds: 2 },
    people: { experts: ['architect', 'reviewer'], quorum: 2, deadlineSeconds: 2 },
  },
};

installPython(environmentFolder, join(import.meta.dirname, 'requirements.txt'), 'the fuzzer');
const data = mkdtempSync(join(tmpdir(), 'circle-fuzz-'));
const knowledge = writeKnowledge(circles);
// Who signs must be set; nobody listens where `hooks.py` has the webhooks sent.
process.env[webhookKey.name] = webhookKey.value;
const server = await startServer(data, join(knowledge.path, 'circles.yaml'), key);
try {
  process.exitCode = await fuzz(server.url, process.argv.slice(2));
} finally {
  const { code } = await server.end('SIGTERM');
  if (code !== 0) process.exitCode = 1;
  knowledge.remove();
  rmSync(data, { recursive: true, force: true });
}

/** The fuzzer's exit code: 0 if nothing was found. */
async function fuzz(url: string, options: readonly string[]): Promise<number> {
  const known = ['--config-file', join(import.meta.dirname, 'schemathesis.toml'), 'run', `${url}/v1/openapi.json`, '--url', url];
  const environment = { ...process.env, SCHEMATHESIS_HOOKS: join(import.meta.dirname, 'hooks.py'), PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(
    join(environmentFolder, 'bin/schemathesis'),
    [...known, '--header', `Authorization: Bearer ${key}`, '--max-examples', String(usualExamples), ...options],
    // Where it starts it keeps what it learnt for the next run, which must not be different.
    { cwd: data, stdio: ['ignore', 'inherit', 'inherit'], env: environment },
  );
  await once(child, 'close');
  return child.exitCode ?? 1;
}
