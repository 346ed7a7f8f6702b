/** circle-client as its users get it: packed, installed into an empty project, checked, and run against embedded mode. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSnippets } from '../../functions/api/reference/snippets.ts';
import { type CuttingProxy, openCuttingProxy } from '../support/cutting-proxy.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const root = join(import.meta.dirname, '../..');
const key = 'key-of-the-package-test';
const folder = mkdtempSync(join(tmpdir(), 'circle-client-'));
const project = join(folder, 'project');
let server: ServerProcess;
let proxy: CuttingProxy;

beforeAll(async () => {
  execFileSync(process.execPath, ['infra/launch.mjs', 'infra/build.ts', 'client'], { cwd: root });
  execFileSync('npm', ['pack', join(root, 'build/circle-client'), '--pack-destination', folder], { cwd: folder, stdio: 'ignore' });
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  // Offline: whatever it depends on would be missing.
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed)], { cwd: project, stdio: 'ignore' });
  server = await startServer(join(folder, 'data'), 'layers/knowledge/circles.yaml', key);
  proxy = await openCuttingProxy(server.url);
}, 120_000);
afterAll(async () => {
  await proxy?.close();
  await server?.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** Checks programs of the project with nothing but the package and the platform. Returns what the compiler says: nothing if all is well. */
function check(files: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.asynciterable'],
    module: 'nodenext',
    types: [],
    noEmit: true,
    ...more,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  return spawnSync('tsc', ['--project', project], { encoding: 'utf8' }).stdout;
}

async function run(file: string, argv: readonly string[] = []): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...argv], { cwd: project, timeout: 30_000 });
  return stdout;
}

describe('the package', () => {
  it('holds the module, its types, its README and the licences of everything in it', () => {
    expect(readdirSync(join(project, 'node_modules/circle-client')).toSorted()).toEqual(
      ['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES', 'index.js', 'package.json']
        .concat(['api-error', 'client', 'contract', 'events', 'http', 'index', 'pause'].map((name) => `${name}.d.ts`))
        .toSorted(),
    );
    expect(readFileSync(join(project, 'node_modules/circle-client/THIRD-PARTY-LICENSES'), 'utf8').match(/MIT License/gi)).toHaveLength(2);
  });

  it('is this version of the product, depends on nothing, and can be left out where it is not used', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const manifest = JSON.parse(readFileSync(join(project, 'node_modules/circle-client/package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      name: 'circle-client',
      version,
      license: 'Apache-2.0',
      sideEffects: false,
      engines: { node: '>=20' },
    });
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it('needs nothing that only Node or only a browser has', () => {
    const module = readFileSync(join(project, 'node_modules/circle-client/index.js'), 'utf8');
    expect(module).not.toMatch(/^import |require\(|\bprocess\.|\bBuffer\b|\bwindow\.|\bdocument\.|zod/m);
  });

  it('has types that say exactly what the contract says', { timeout: 60_000 }, () => {
    const contract = join(root, 'shared/contract');
    const pairs = {
      consultation: ['AcceptedConsultation', 'Consultation', 'ConsultationPage', 'ConsultationStatus'],
      delivery: ['ShownDelivery'],
      event: ['ConsultationEvent'],
      feedback: ['NewFeedback', 'TakenFeedback'],
      listing: ['ShownCircle', 'ShownExpert'],
      opinion: ['HandedInOpinion', 'Opinion'],
      problem: ['Problem'],
      question: ['NewConsultation', 'Kind'],
      reliability: ['CircleReliability'],
      verdict: ['Verdict'],
    };
    const lines = Object.entries(pairs).flatMap(([file, names]) => [
      `import type * as ${file} from '${join(contract, file)}.ts';`,
      ...names.map((name) => `export const ${name}: Same<client.${name}, ${file}.${name}> = true;`),
    ]);
    const same = 'type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;';
    writeFileSync(join(project, 'same.ts'), [`import type * as client from 'circle-client';`, same, ...lines].join('\n'));
    const withNode = {
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    expect(check(['same.ts'], withNode)).toBe('');
  });
});

describe('a program that uses it', () => {
  it('passes the strictest check, and works through a proxy that refuses and cuts', { timeout: 60_000 }, async () => {
    copyFileSync(join(import.meta.dirname, 'client-package/consumer.ts.txt'), join(project, 'consumer.ts'));
    expect(check(['consumer.ts'])).toBe('');

    const result = JSON.parse(await run('consumer.ts', [proxy.url, key]));

    expect(result).toEqual({
      answer: 'no',
      events: ['1 accepted', '2 opinion', '3 opinion', '4 opinion', '5 verdict'],
      sameQuestion: true,
      stopped: 'TimeoutError',
      refused: { type: 'invalid-input', status: 400, retryable: false, attempts: 1, fields: ['options', 'question'] },
      circles: true,
    });
    const [asked, askedAgain, followed, followedAgain, resumed] = proxy.requests;
    expect([asked, askedAgain]).toEqual(['POST /v1/consultations -', 'POST /v1/consultations -']);
    expect([followed, followedAgain]).toEqual([expect.stringMatching(/events -$/), expect.stringMatching(/events -$/)]);
    expect(resumed).toMatch(/events 2$/);
  });

  it('passes the check under a bundler, too', () => {
    expect(check(['consumer.ts'], { module: 'esnext', moduleResolution: 'bundler' })).toBe('');
  });
});

describe('what the documents show', () => {
  const blocks = [...readFileSync(join(root, 'infra/client/README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);

  it.each(blocks.map((code, index) => [index + 1, code] as const))(
    'works as it stands: example %i of the README',
    { timeout: 60_000 },
    async (index, code) => {
      const file = `example-${index}.ts`;
      const here = code.replace('http://127.0.0.1:7330', server.url).replace('YOUR_KEY', key);
      expect(here).not.toBe(code);
      writeFileSync(join(project, file), here);
      expect(check([file])).toBe('');
      expect(await run(file)).not.toBe('');
    },
  );

  it('compiles: every call of the API reference', { timeout: 60_000 }, () => {
    const head = `import { circleClient } from 'circle-client';\nconst circle = circleClient({ url: '', key: '' });\nconst id = 'x';\n`;
    const calls = Object.entries(clientSnippets).map(([name, code]) => `export async function ${name}() {\n${code}\n}\n`);
    writeFileSync(join(project, 'snippets.ts'), head + calls.join(''));
    expect(check(['snippets.ts'])).toBe('');
  });
});
