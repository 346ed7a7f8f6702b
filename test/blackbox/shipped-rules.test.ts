/**
 * The review that the README shows, with the rules as they are built: `npm run test:review` builds them and runs this. Where they are not
 * built, the command must say so, and never approve.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStale, requireCore, rules } from '../../infra/local/core.ts';
import { reviewReport } from '../../shared/contract/review.ts';
import { runCircle } from '../support/circle-command.ts';
import { repositoryFolder } from '../support/documents.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const key = 'key-of-the-shipped-rules-1';
const example = ['Dockerfile', 'migration.sql', 'plan.json', 'template.yaml'].map((name) => `docs/examples/release/${name}`);
const isBuilt = !isStale(rules);

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  requireCore(() => undefined);
  folder = mkdtempSync(join(tmpdir(), 'circle-shipped-'));
  server = await startServer(join(folder, 'data'), 'layers/knowledge/circles.yaml', key);
}, 900_000);
afterAll(async () => {
  await server?.end('SIGTERM');
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function review(...files: string[]) {
  const report = join(folder, 'r.json');
  const environment = { CIRCLE_URL: server.url, CIRCLE_API_KEY: key };
  const { code, stdout, stderr } = await runCircle(['review', ...files, '--json', report], { folder: repositoryFolder, environment });
  return { code, stdout, stderr, report: reviewReport.parse(JSON.parse(readFileSync(report, 'utf8'))) };
}

describe('the shipped example', () => {
  it('is refused by the rules alone, with the right lines, or by nobody where they are not built', async () => {
    const { code, stderr, report } = await review(...example);
    if (!isBuilt) {
      expect([code, stderr]).toEqual([2, expect.stringContaining('neither models nor rules can be asked now')]);
      return;
    }
    expect(code, stderr).toBe(1);
    expect(report).toMatchObject({ verdict: 'reject', circle: 'rules', costUsd: 0, confidence: null });
    const worst = report.findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
    const places = worst.map(({ file, line }) => `${file?.split('/').at(-1)}:${line}`);
    expect(places).toEqual(
      expect.arrayContaining([
        'migration.sql:3',
        'migration.sql:5',
        'plan.json:12',
        'plan.json:25',
        'template.yaml:13',
        'template.yaml:17',
        'Dockerfile:4',
      ]),
    );
    for (const { file, line } of report.findings) {
      const lines = readFileSync(join(repositoryFolder, file ?? ''), 'utf8').split('\n').length;
      expect(line).toBeLessThanOrEqual(lines);
    }
  });

  it('says at the start how a review is tried, where there are rules to try it with', () => {
    expect(server.greeting.includes('npx circle review docs/examples/release/*')).toBe(isBuilt);
  });
});
