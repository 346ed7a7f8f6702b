/** What keeps the command from starting exits 2: for a gate, 1 would mean that experts have said no. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const script = join(root, 'functions/cli/circle.sh');

function start(command: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'circle-launcher-'));
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const { status, stdout, stderr } = spawnSync(command, [...parameters], { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Every command but the gate may say 1 of a failure; none may say 0, and none says 1 by a crash that could be the gate's. */
describe('circle.sh', () => {
  it.each([
    ['the verdict of --help', 'true', 0],
    ['a mistyped command', 'reviw', 2],
  ])('keeps the exit code of %s where nobody reads its output', (_, word, code) => {
    const parameters = word === 'true' ? ['review', '--help'] : [word];
    const { status } = start('bash', ['-c', '"$@" | true; exit $PIPESTATUS', 'bash', script, ...parameters]);
    expect(status).toBe(code);
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [
      'a preload that fails',
      ['review', 'a.ts'],
      { NODE_OPTIONS: '--require /nowhere/preload.js' },
      /Node does not start; look at NODE_OPTIONS/,
    ],
    ['an option that Node does not know', ['review', 'a.ts'], { NODE_OPTIONS: '--no-such-option' }, /Node does not start/],
    ['a mistyped command', ['reviw'], {}, /unknown command/],
    ['a missing file', ['review', 'none.ts'], {}, /none\.ts: does not exist/],
  ])('exits 2 on %s', (_, parameters, environment, sentence) => {
    const { status, stderr } = start(script, parameters, environment);
    expect(stderr).toMatch(sentence);
    expect(status).toBe(2);
  });

  it('exits 2 where the standard output is closed: nobody would read what the gate says', () => {
    const { status, stderr } = start('sh', ['-c', `"$1" review --help >&-`, 'sh', script]);
    expect(stderr).toContain('standard output is closed');
    expect(status).toBe(2);
    expect(start('sh', ['-c', `"$1" review --help >/dev/null`, 'sh', script]).status).toBe(0);
  });

  it('starts below node_modules, where Node strips no types, with the Node that came along', () => {
    const packages = join(mkdtempSync(join(tmpdir(), 'circle-package-')), 'node_modules');
    const home = join(packages, 'circle-of-experts');
    mkdirSync(home, { recursive: true });
    for (const path of ['functions', 'shared', 'package.json']) cpSync(join(root, path), join(home, path), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules'))) symlinkSync(join(root, 'node_modules', name), join(packages, name));
    const bare = { PATH: '/usr/bin:/bin' };
    const help = start(join(home, 'functions/cli/circle.sh'), ['review', '--help'], bare);
    const missing = start(join(home, 'functions/cli/circle.sh'), ['review', 'none.ts'], bare);
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit codes:'), stderr: '' });
    expect(missing).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('none.ts: does not exist') });
    const caching = { ...bare, XDG_CACHE_HOME: join(packages, '../cache') };
    expect(start(join(home, 'functions/cli/circle.sh'), ['--help'], caching)).toMatchObject({ status: 0, stderr: '' });
    const kept = readdirSync(join(caching.XDG_CACHE_HOME, 'circle-of-experts/compile-cache'), { recursive: true });
    expect(kept.length, 'what was compiled, so that the next start takes half the time').toBeGreaterThan(50);
    // A cache that cannot be written is none.
    expect(start(join(home, 'functions/cli/circle.sh'), ['--help'], { ...bare, XDG_CACHE_HOME: '/dev/null' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('exits 2 where a source cannot be read as one', () => {
    const home = mkdtempSync(join(tmpdir(), 'circle-garbled-'));
    for (const path of ['functions', 'package.json']) cpSync(join(root, path), join(home, path), { recursive: true });
    writeFileSync(join(home, 'functions/cli/circle.ts'), 'const garbled = ;\n');
    const { status, stderr } = start(join(home, 'functions/cli/circle.sh'), ['review', 'a.ts']);
    expect(stderr).toMatch(/^circle: it cannot be started: /);
    expect(status).toBe(2);
  });

  it.each([
    ['with the packages for developing it', '{"packages":{"node_modules/x":{"version":"1.0.0","dev": true}}}', '--include=dev'],
    ['without them', '{"packages":{"node_modules/x":{"version":"1.0.0"}}}', '--omit=dev'],
  ])('installs anew %s in a clone that has moved on and was installed so', (_, installed, option) => {
    const home = mkdtempSync(join(tmpdir(), 'circle-moved-'));
    for (const path of ['functions/cli', 'package.json']) cpSync(join(root, path), join(home, path), { recursive: true });
    mkdirSync(join(home, 'node_modules'));
    writeFileSync(join(home, 'package-lock.json'), '{"packages":{"node_modules/x":{"version":"2.0.0"}}}');
    writeFileSync(join(home, 'node_modules/.package-lock.json'), installed);
    const tools = mkdtempSync(join(tmpdir(), 'circle-tools-'));
    writeFileSync(join(tools, 'npm'), '#!/bin/sh\necho "npm $*" >&2\nexit 1\n', { mode: 0o755 });
    const { status, stderr } = start(join(home, 'functions/cli/circle.sh'), ['review', 'a.ts'], {
      PATH: `${tools}:${process.env['PATH']}`,
    });
    expect(stderr).toContain(`npm ci --prefix ${home} ${option} --ignore-scripts`);
    expect(status).toBe(2);
  });

  it('starts through links, as package managers make them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-bin-'));
    symlinkSync(script, join(folder, 'inner'));
    symlinkSync('inner', join(folder, 'circle'));
    const { status, stdout } = start(join(folder, 'circle'), ['--help']);
    expect(stdout).toContain('Usage: circle');
    expect(status).toBe(0);
  });
});

describe('npm run circle and npx circle', () => {
  const npm = (cwd: string, words: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: mkdtempSync(join(tmpdir(), 'circle-home-')), npm_config_update_notifier: 'false' };
    const { status, stdout, stderr } = spawnSync('npm', [...words], { cwd, env, encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  };

  it.each([
    ['run', '--silent', 'circle', '--', 'reviw'],
    ['run', '--silent', 'circle', '--', 'review', '--stagd'],
    ['run', '--silent', 'circle', '--', 'review', 'none.ts'],
    ['exec', '--offline', '--', 'circle', 'reviw'],
  ])('exits 2 on npm %s %s %s %s %s', (...words) => {
    const { status, output } = npm(root, words);
    expect(output).toMatch(/unknown command|unknown option|does not exist/);
    expect(status, output).toBe(2);
  });

  it('exits 2 where its packages are missing', () => {
    const bare = mkdtempSync(join(tmpdir(), 'circle-bare-'));
    for (const path of ['functions/cli', 'infra/launch.mjs', 'package.json'])
      cpSync(join(root, path), join(bare, path), { recursive: true });
    const { status, output } = npm(bare, ['run', '--silent', 'circle', '--', 'review', '--staged']);
    expect(output).toMatch(/The packages are not installed/);
    expect(status).toBe(2);
  });
});

describe('circle.ts', () => {
  it('exits 2 where a part of the installation is missing', () => {
    const broken = mkdtempSync(join(tmpdir(), 'circle-broken-'));
    mkdirSync(join(broken, 'functions'));
    cpSync(join(root, 'functions/cli'), join(broken, 'functions/cli'), { recursive: true });
    cpSync(join(root, 'package.json'), join(broken, 'package.json'));
    const { status, stderr } = start(process.execPath, [join(broken, 'functions/cli/circle.ts'), 'review', '--staged']);
    expect(stderr).toMatch(/^circle: Cannot find/);
    expect(status).toBe(2);
  });
});
