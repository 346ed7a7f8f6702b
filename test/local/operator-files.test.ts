/** The files for operators say what the server is, does and waits for. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bodyMaxBytes } from '../../functions/api/app.ts';
import { core, reviewBuild, rules } from '../../infra/local/core.ts';
import { readServerSettings, usage } from '../../infra/local/server-settings.ts';
import { deadlineMaxSeconds } from '../../shared/contract/question.ts';

const root = join(import.meta.dirname, '../..');
const example = (name: string) => readFileSync(join(root, 'docs/examples', name), 'utf8');
const [, ...start] = String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.start).split(' ');

describe('the unit of systemd', () => {
  const unit = example('circle.service');
  const settingOf = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  it('starts the server as `npm start` does, and waits for longer than calls under way may take', () => {
    expect(settingOf('ExecStart').split(' ').slice(1)).toEqual(start);
    const drainSeconds = readServerSettings([], {})?.drainSeconds ?? Number.POSITIVE_INFINITY;
    expect(Number(settingOf('TimeoutStopSec'))).toBeGreaterThan(drainSeconds + 5);
  });

  it('sets only variables that the server knows', () => {
    const set = Object.fromEntries(
      settingOf('Environment')
        .split(' ')
        .map((pair) => pair.split('=')),
    );
    expect(readServerSettings([], set)).toMatchObject({ data: '/var/lib/circle', retentionDays: 365 });
  });

  it.runIf(spawnSync('systemd-analyze', ['--version']).status === 0)('is understood by systemd (needs systemd-analyze)', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'unit-')), 'circle.service');
    writeFileSync(
      file,
      unit.replaceAll('/opt/circle-of-experts/node_modules/.bin/node', process.execPath).replace('/opt/circle-of-experts', root),
    );
    const { stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect(stderr.split('\n').filter((line) => line.includes('circle.service'))).toEqual([]);
  });
});

describe('the table of settings in docs/operate.md', () => {
  const text = readFileSync(join(root, 'docs/operate.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `--([a-z-]+)` *\| `([A-Z_]+)` *\| *(.*?) *\|/gm)].map(([, flag = '', variable = '', said = '']) => ({
    ...{ flag, variable, said: said.replaceAll('`', '') },
  }));

  it('lists every flag of the server, with its variable', () => {
    const known = [...usage.matchAll(/--([a-z-]+)/g)].map(([, flag = '']) => flag);
    expect(rows.map(({ flag }) => flag).toSorted()).toEqual(known.toSorted());
    expect(usage.match(/\bCIRCLES?_[A-Z_]+/g)).toEqual(expect.arrayContaining(rows.map(({ variable }) => variable)));
  });

  // The others name no value: a file of the product, nothing, or a word for no bound.
  const words = new Set(['circles', 'public-url', 'origins', 'retention-days']);
  it.each(rows.filter(({ flag }) => !words.has(flag)))(
    'says by what --$flag is read where nobody sets it: $said',
    ({ flag, variable, said }) => {
      const unset = readServerSettings([], {});
      expect(readServerSettings([`--${flag}`, said], {})).toEqual(unset);
      expect(readServerSettings([], { [variable]: said })).toEqual(unset);
    },
  );
});

describe('the container file', () => {
  const lines = example('Containerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const instructions = lines.map((line) => /^([A-Z]+)\s+(.*)$/.exec(line) ?? expect.fail(`no instruction: ${line}`));
  const last = instructions.slice(instructions.findLastIndex(([, name]) => name === 'FROM'));
  const of = (name: string) => last.filter(([, each]) => each === name).map(([, , rest]) => rest ?? '');

  it('holds known instructions only, and copies from stages that are there, what is there', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'ENV', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'STOPSIGNAL', 'CMD'];
    const stages = instructions.flatMap(([, name, rest]) => (name === 'FROM' ? (/ AS (\w+)$/.exec(rest ?? '')?.[1] ?? []) : []));
    for (const [, name, rest = ''] of instructions) {
      expect(known).toContain(name);
      const from = /--from=(\w+)/.exec(rest)?.[1];
      if (from !== undefined) expect(stages).toContain(from);
      else if (name === 'COPY')
        for (const source of rest.split(' ').slice(0, -1)) expect(existsSync(join(root, source)), source).toBe(true);
      if (name === 'FROM')
        expect(rest, 'a version, not whatever is the latest').toMatch(new RegExp(`:[\\w.-]+|^(?:${stages.join('|')}) AS `));
    }
  });

  it('holds every program that the server would build, newer than its sources', () => {
    for (const { path } of [core, rules]) {
      const built = relative(root, path);
      const copied = instructions.some(
        ([, name, rest = '']) => name === 'COPY' && /^--from=core /.test(rest) && rest.includes(`/${built}`),
      );
      const touched = instructions.some(([, name, rest = '']) => name === 'RUN' && /&& touch .*/.exec(rest)?.[0].includes(built));
      expect({ built, copied, touched }).toEqual({ built, copied: true, touched: true });
    }
    const builds = instructions.flatMap(([, name, rest = '']) => (name === 'RUN' ? rest.split(/\s*&&\s*/) : []));
    expect(builds).toContain(`cargo ${core.argv.join(' ')}`);
    // An alias, for what `reviewBuild` says at length.
    const alias = /^build-review = "(.*)"$/m.exec(readFileSync(join(root, 'rust-lambda/.cargo/config.toml'), 'utf8'))?.[1] ?? '';
    expect(alias.split(' ').toSorted()).toEqual([...reviewBuild].toSorted());
    expect(builds).toContain('cargo build-review');
    const packages = /node_modules\/(@[\w-]+\/[\w-]+)/.exec(readFileSync(join(root, 'rust-lambda/review/build.rs'), 'utf8'))?.[1];
    const given = instructions.slice(
      0,
      instructions.findIndex(([, , rest = '']) => rest.includes('cargo build-review')),
    );
    expect(given.some(([, name, rest = '']) => name === 'COPY' && rest.endsWith(` /circle/node_modules/${packages}`))).toBe(true);
  });

  it('runs Node itself as no administrator, so that signals reach it and the data is the user’s', () => {
    expect(JSON.parse(of('CMD')[0] ?? '')).toEqual(['node', ...start]);
    expect(of('USER')).toEqual(['node']);
    expect(of('STOPSIGNAL')).toEqual(['SIGTERM']);
    const set = Object.fromEntries((of('ENV')[0] ?? '').split(' ').map((pair) => pair.split('=')));
    expect(readServerSettings([], set)).toMatchObject({ data: '/data', host: '0.0.0.0' });
    expect(of('VOLUME')).toEqual(['/data']);
  });
});

describe.each(['nginx.conf', 'Caddyfile'])('the example of a proxy, %s', (name) => {
  const text = example(name);

  it('waits for longer than the longest deadline, takes the largest body, and holds no event back', () => {
    const seconds = Number(/(?:proxy_read_timeout|response_header_timeout) (\d+)s/.exec(text)?.[1]);
    expect(seconds).toBeGreaterThan(deadlineMaxSeconds);
    const megabytes = Number(/(?:client_max_body_size|max_size) (\d+)(?:m|MB)/.exec(text)?.[1]);
    expect(megabytes * 1_000_000).toBeGreaterThanOrEqual(bodyMaxBytes);
    expect(text).toMatch(/proxy_buffering off|flush_interval -1/);
    expect(text).toContain('127.0.0.1:7330');
  });
});
