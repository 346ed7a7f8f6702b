/** husky, lefthook and lint-staged with the examples, called by git itself, in a project that has `circle` as a package. */
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inProcess } from '../blackbox/in-process-target.ts';
import type { KnowledgeFolder } from '../blackbox/knowledge-folder.ts';
import type { OpenTarget } from '../blackbox/target.ts';
import { plantedDefect, plantedSilence, writeReviewingCircle } from '../support/reviewing-circle.ts';
import { commitAll, type Ended, git, run } from '../support/run-program.ts';
import { runnersFolder } from './runners.ts';

const examples = join(import.meta.dirname, '../../docs/examples');
const safeLine = 'return db.find(name);';

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let folder: string;

beforeAll(async () => {
  if (!existsSync(join(runnersFolder, 'node_modules/.bin/circle'))) throw new Error('the runners are not installed: `npm run hooks`');
  knowledge = writeReviewingCircle();
  target = await inProcess.open(knowledge.path);
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-hooked-'));
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  symlinkSync(join(runnersFolder, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\nthere.git\n');
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({
  CIRCLE_URL: target.url,
  CIRCLE_API_KEY: target.key,
  HOME: folder,
  PATH: `${join(runnersFolder, 'node_modules/.bin')}:${process.env['PATH']}`,
});
/** Git as a person calls it: with the hooks. */
const hooked = (...argv: readonly string[]) =>
  run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], folder, environment());
const command = (program: string, ...argv: readonly string[]) => run(program, argv, folder, environment());

/** How each runner is set up from its example. */
const setups = {
  husky: async () => {
    await command('husky');
    for (const hook of ['pre-commit', 'pre-push']) copyFileSync(join(examples, 'husky', hook), join(folder, '.husky', hook));
  },
  lefthook: async () => {
    copyFileSync(join(examples, 'lefthook.yml'), join(folder, 'lefthook.yml'));
    cpSync(join(examples, 'lefthook'), join(folder, '.lefthook'), { recursive: true });
    await command('lefthook', 'install');
  },
  'lint-staged': async () => {
    await command('husky');
    copyFileSync(join(examples, 'lint-staged.config.mjs'), join(folder, 'lint-staged.config.mjs'));
    writeFileSync(join(folder, '.husky/pre-commit'), 'npx --no-install lint-staged --verbose --diff-filter=ACDMRT\n');
  },
} as const;

function write(line: string, path = 'src/user.ts'): void {
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, path), `export async function user(name) {\n  // one row\n  ${line}\n}\n`);
}

/** Sets the runner up, with a first commit that is on the other side too. */
async function setUp(runner: keyof typeof setups): Promise<void> {
  await setups[runner]();
  await git(folder, 'init', '--quiet', '--bare', 'there.git');
  await git(folder, 'remote', 'add', 'origin', 'there.git');
  await commitAll(folder, 'first');
  await git(folder, 'push', '--quiet', 'origin', 'main');
}

const finding = /critical src\/user\.ts(?::3)? {2}SQL injection|critical .*SQL injection/;
const looks: Readonly<Record<'approved' | 'stopped' | 'undecided', RegExp>> = {
  approved: /APPROVE · 0 findings/,
  stopped: finding,
  undecided: /UNDECIDED/,
};

function expectLooked(ended: Ended, end: keyof typeof looks): void {
  expect(ended.output).toMatch(looks[end]);
  expect(ended.code === 0, ended.output).toBe(end === 'approved');
}

describe.each(Object.keys(setups) as (keyof typeof setups)[])('a commit under %s', (runner) => {
  it('is stopped by a defect and by doubt, and passes if it is safe', async () => {
    await setUp(runner);
    for (const [line, end] of [
      [plantedDefect, 'stopped'],
      [plantedSilence, 'undecided'],
      [safeLine, 'approved'],
    ] as const) {
      write(line);
      await git(folder, 'add', '--all');
      expectLooked(await hooked('commit', '-m', 'x'), end);
    }
  });

  it('is looked at where it only deletes', async () => {
    await setUp(runner);
    write(plantedDefect);
    write(safeLine, 'src/safe.ts');
    await commitAll(folder, 'second');
    await git(folder, 'rm', '--quiet', 'src/safe.ts');
    expectLooked(await hooked('commit', '-m', 'x'), 'approved');
    await git(folder, 'rm', '--quiet', 'src/user.ts');
    expectLooked(await hooked('commit', '-m', 'x'), 'stopped');
  });

  it('is the first one of its repository', async () => {
    await setups[runner]();
    write(plantedDefect);
    await git(folder, 'add', '--all');
    expectLooked(await hooked('commit', '-m', 'x'), 'stopped');
  });

  it('is stopped where nobody can be asked', async () => {
    await setUp(runner);
    write(safeLine);
    await git(folder, 'add', '--all');
    const { code, output } = await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-m', 'x'], folder, {
      ...environment(),
      CIRCLE_URL: 'http://127.0.0.1:9',
    });
    expect(output).toMatch(/no circle answers at/);
    expect(code).not.toBe(0);
  });
});

describe.each(['husky', 'lefthook'] as const)('a commit of links under %s', (runner) => {
  it('is looked at where a link becomes a file, or a file a link', async () => {
    await setUp(runner);
    mkdirSync(join(folder, 'src'));
    symlinkSync('elsewhere.ts', join(folder, 'src/user.ts'));
    write(safeLine, 'src/safe.ts');
    await commitAll(folder, 'second');
    rmSync(join(folder, 'src/safe.ts'));
    symlinkSync('user.ts', join(folder, 'src/safe.ts'));
    await git(folder, 'add', '--all');
    expectLooked(await hooked('commit', '-m', 'x'), 'approved');
    rmSync(join(folder, 'src/user.ts'));
    write(plantedDefect);
    await git(folder, 'add', '--all');
    expectLooked(await hooked('commit', '-m', 'x'), 'stopped');
  });
});

it('a commit under lint-staged is looked at whole where it appends the names of files', async () => {
  await setUp('lint-staged');
  writeFileSync(join(folder, 'lint-staged.config.mjs'), "export default { '*.ts': 'circle review --staged' };\n");
  write(plantedDefect);
  await git(folder, 'add', '--all');
  expectLooked(await hooked('commit', '-m', 'x'), 'stopped');
});

describe.each(['husky', 'lefthook'] as const)('a push under %s', (runner) => {
  beforeEach(async () => {
    await setUp(runner);
    await git(folder, 'checkout', '--quiet', '-b', 'bad');
    write(plantedDefect);
    await commitAll(folder, 'bad');
    await git(folder, 'checkout', '--quiet', '-b', 'good', 'main');
    write(safeLine, 'src/safe.ts');
    await commitAll(folder, 'good');
    await git(folder, 'tag', 'of-bad', 'bad');
  });

  it.each<[string, readonly string[], 'approved' | 'stopped']>([
    ['a safe branch', ['good'], 'approved'],
    ['another branch than the one that is checked out', ['bad'], 'stopped'],
    ['another branch, onto main', ['bad:main'], 'stopped'],
    ['a safe and a bad branch', ['good', 'bad'], 'stopped'],
    ['all branches', ['--all'], 'stopped'],
    ['a tag', ['of-bad'], 'stopped'],
    ['a commit without a name', ['bad:refs/heads/x'], 'stopped'],
  ])('looks at %s', async (_, refs, end) => {
    expectLooked(await hooked('push', 'origin', ...refs), end);
  });

  it('passes without a question where nothing is new to the other side', async () => {
    await git(folder, 'push', '--quiet', '--no-verify', 'origin', 'good');
    const outcomes = [await hooked('push', 'origin', 'good'), await hooked('push', 'origin', ':good')];
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(outcomes.map(({ output }) => output).join('')).not.toMatch(/APPROVE|REVISE/);
  });
});
