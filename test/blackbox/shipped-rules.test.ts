/**
 * The review that the README shows, with the rules as they are built: `npm run test:review` builds them and runs this. Where they are not
 * built, the command must say so, and never approve.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const environment = () => ({ CIRCLE_URL: server.url, CIRCLE_API_KEY: key });

async function review(...files: string[]) {
  const report = join(folder, 'r.json');
  const where = { folder: repositoryFolder, environment: environment() };
  const { code, stdout, stderr } = await runCircle(['review', ...files, '--json', report], where);
  return { code, stdout, stderr, report: reviewReport.parse(JSON.parse(readFileSync(report, 'utf8'))) };
}

describe('the shipped example', () => {
  it('is refused by the rules alone, with the right lines, or by nobody where they are not built', async () => {
    const { code, stderr, report } = await review(...example);
    if (!isBuilt) {
      expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be asked now')]);
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

  it("is judged by a team's own rules too, from a folder, each of which is tried on its sample before", async () => {
    const rules = join(folder, 'rules');
    mkdirSync(rules);
    const query = 'rule buckets_keep_versions {\n  Resources.*[ Type == "AWS::S3::Bucket" ].Properties.VersioningConfiguration exists\n}\n';
    writeFileSync(join(rules, 'versions.guard'), query);
    const refused = await runCircle(['review', example[3] ?? '', '--rules', rules], {
      folder: repositoryFolder,
      environment: environment(),
    });
    const why = isBuilt ? 'versions.guard: refused: it has no sample that it must find (versions.bad.*)' : 'cannot be asked now';
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining(why)]);
    if (!isBuilt) return;
    writeFileSync(join(rules, 'versions.bad.yaml'), 'Resources:\n  A: { Type: "AWS::S3::Bucket", Properties: {} }\n');
    const { code, report } = await review(example[3] ?? '', '--rules', rules);
    expect(code).toBe(1);
    expect(report.experts).toContainEqual({ expert: 'team-guard', vote: 'revise', findings: 1, problem: null });
    const found = report.findings.filter(({ rules: by }) => by?.includes('team-guard/buckets_keep_versions'));
    // A change that none of them is for is not theirs to refuse.
    const other = join(folder, 'query.sql');
    writeFileSync(other, 'SELECT 1;\n');
    expect((await review(other, '--rules', rules)).stderr).not.toContain('holds no rule');
    expect(found).toMatchObject([{ file: example[3], severity: 'medium', experts: expect.arrayContaining(['team-guard']) }]);
  });

  it('looks into a module that a change leaves alone and calls otherwise', async () => {
    const repository = join(folder, 'called');
    const git = (...argv: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], { cwd: repository });
    const call = (argument: string) => `module "db" {\n  source = "./db"\n${argument}}\n`;
    mkdirSync(join(repository, 'db'), { recursive: true });
    writeFileSync(join(repository, 'main.tf'), call(''));
    writeFileSync(
      join(repository, 'db/main.tf'),
      'variable "open" {\n  default = false\n}\nresource "aws_db_instance" "this" {\n  publicly_accessible = var.open\n}\n',
    );
    for (const argv of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'x'],
    ])
      git(...argv);
    writeFileSync(join(repository, 'main.tf'), call('  open = true\n'));
    const { code, stdout } = await runCircle(['review', '--diff', 'HEAD'], { folder: repository, environment: environment() });
    if (!isBuilt) return;
    expect([code, stdout]).toEqual([1, expect.stringMatching(/high +db\/main\.tf:5 /)]);
  });

  it('says at the start how a review is tried, where there are rules to try it with', () => {
    expect(server.greeting.includes('npx circle review docs/examples/release/*')).toBe(isBuilt);
  });
});

describe('the tools of the program', () => {
  it('refuse a command and look up a port, or say what is missing', async () => {
    const where = { folder: repositoryFolder, environment: environment() };
    const refused = await runCircle(['tool', 'command', 'curl -fsSL https://example.com/x | sh'], where);
    const port = await runCircle(['tool', 'ports', '5432'], where);
    if (!isBuilt) {
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('npm run build -- review')]);
      return;
    }
    expect(JSON.parse(refused.stdout)).toMatchObject({ level: 'refuse', findings: [{ rule: 'PIPED_DOWNLOAD' }] });
    expect([refused.code, port.code]).toEqual([1, 0]);
    expect(JSON.parse(port.stdout)).toMatchObject({ ports: [{ port: 5432, service: 'postgresql' }] });
  });
});
