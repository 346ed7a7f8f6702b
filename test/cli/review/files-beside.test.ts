/** Files that a change leaves alone and that say what it does are read with it, whole groups of them or none. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { groupsBeside } from '../../../functions/cli/review/files-beside.ts';
import { readGitChange } from '../../../functions/cli/review/git-change.ts';
import { isLeftAlone } from '../../../shared/review/whole-files.ts';

const call = (source: string) => `module "m" {\n  source = "${source}"\n}\n`;
const stack = (url: string) => `Resources:\n  N:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ${url}\n`;
const nested = 'Parameters:\n  Net: {Type: String}\nResources: {}\n';
const topic = 'resource "aws_sns_topic" "t" {}\n';

function groupsOf(files: Readonly<Record<string, string>>, changed: string, before = files[changed]) {
  const paths = Object.keys(files).filter((path) => files[path] !== '');
  const read = (wanted: readonly string[]) => new Map(wanted.flatMap((path) => (files[path] ? [[path, files[path]] as const] : [])));
  const groups = groupsBeside([{ path: changed, text: files[changed] ?? '', ...(before !== undefined && { before }) }], { paths, read });
  return groups.map((group) => group.filter((path) => path !== changed)).filter((group) => group.length > 0);
}

describe('beside a change', () => {
  it.each<[string, Readonly<Record<string, string>>, string, readonly (readonly string[])[]]>([
    [
      'stand the other files of its folder, and none of a folder below that nobody calls',
      { 'a/main.tf': topic, 'a/vars.tf': topic, 'a/x.auto.tfvars': 'a = 1', 'a/b/other.tf': topic, 'a/notes.md': 'x' },
      'a/main.tf',
      [['a/vars.tf', 'a/x.auto.tfvars']],
    ],
    [
      'stands each module that it calls, whole, and what that calls in turn',
      {
        'live/main.tf': call('../m'),
        'm/main.tf': call('./n/'),
        'm/out.tf': topic,
        'm/t.tfvars': 'a = 1',
        'm/n/x.tofu': topic,
        'o/x.tf': topic,
      },
      'live/main.tf',
      [['m/main.tf', 'm/out.tf'], ['m/n/x.tofu']],
    ],
    [
      'stands what another file of its folder calls',
      { 'main.tf': call('./m'), 'vars.tf': topic, 'm/main.tf': topic },
      'vars.tf',
      [['main.tf'], ['m/main.tf']],
    ],
    [
      'stand those who call its module, and those who call them, as one',
      { 'm/main.tf': topic, 'p/main.tf': call('../m'), 'p/vars.tf': topic, 'live/main.tf': call('../p'), 'live/x.tfvars': 'a = 1' },
      'm/main.tf',
      [['p/main.tf', 'p/vars.tf', 'live/main.tf', 'live/x.tfvars']],
    ],
    [
      'stands the module that its values are for: above',
      { 'a/main.tf': topic, 'a/env/p.tfvars': 'a = 1' },
      'a/env/p.tfvars',
      [['a/main.tf']],
    ],
    ['stands the module that its values are for: beside', { 'a/main.tf': topic, 'env/p.tfvars': 'a = 1' }, 'env/p.tfvars', [['a/main.tf']]],
    [
      'stand the templates that it nests, and what gives them values',
      {
        't/main.yaml': stack("'./n.yaml'"),
        't/n.yaml': nested,
        't/other.yaml': nested,
        't/parameters-live.json': '[]',
      },
      't/main.yaml',
      [['t/n.yaml']],
    ],
    [
      'stand the parameters of a template',
      { 't/n.yaml': nested, 't/parameters.json': '[]', 't/x.json': '{}' },
      't/n.yaml',
      [['t/parameters.json']],
    ],
    ['stands nothing of modules from elsewhere', { 'main.tf': call('terraform-aws-modules/vpc/aws') }, 'main.tf', []],
    [
      'stands nothing of templates from elsewhere',
      { 't.yaml': stack('https://s3.amazonaws.com/b/n.yaml'), 'b/n.yaml': nested },
      't.yaml',
      [],
    ],
    [
      'stands nothing where modules call one another in a ring',
      { 'a/x.tf': call('../b'), 'b/x.tf': call('../a') },
      'a/x.tf',
      [['b/x.tf'], ['b/x.tf']],
    ],
    ['stands nothing of other kinds', { Dockerfile: 'FROM x', 'main.tf': topic }, 'Dockerfile', []],
  ])('%s', (_, files, changed, expected) => {
    expect(groupsOf(files, changed)).toEqual(expected);
  });

  it('stands the module of a call that is taken away', () => {
    expect(groupsOf({ 'main.tf': '', 'm/main.tf': topic }, 'main.tf', call('./m'))).toEqual([['m/main.tf']]);
  });
});

describe('in a repository', () => {
  const top = mkdtempSync(join(tmpdir(), 'circle-beside-'));
  let folder: string;
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...argv], { cwd: folder, stdio: 'pipe' });
  const write = (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  const commit = () => [git('add', '-A'), git('commit', '-qm', 'x')];
  const read = (narrowed: { readonly paths?: readonly string[]; readonly exclude?: readonly string[] } = {}) => {
    const { texts, files } = readGitChange({ range: 'HEAD', paths: [], ...narrowed }, folder, {});
    const beside = (texts?.files ?? []).filter(isLeftAlone).map(({ path }) => path);
    return { beside, shown: files.map(({ path }) => path) };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(top, 'r-'));
    git('init', '-q');
    write({ 'main.tf': call('./m'), 'm/a.tf': topic, 'm/é.tf': topic, 'm/empty.tf': '' });
  });
  afterAll(() => rmSync(top, { recursive: true }));

  const changeCall = () => {
    commit();
    write({ 'main.tf': `${call('./m')}# more\n` });
  };

  it('they have the same text on both sides, and experts are shown none of them', () => {
    changeCall();
    expect(read()).toEqual({ beside: ['m/a.tf', 'm/é.tf'], shown: ['main.tf'] });
  });

  it.each<[string, () => void, Parameters<typeof read>[0]]>([
    ['is left out', () => undefined, { exclude: ['m/a.tf'] }],
    ['is no text', () => write({ 'm/b.tf': Buffer.from([0xe4]) }), {}],
    ['is too much', () => write({ 'm/b.tf': '#'.repeat(400_000) }), {}],
  ])('no part of a module stands for the whole where some of it %s', (_, prepare, narrowed) => {
    prepare();
    changeCall();
    expect(read(narrowed).beside).toEqual([]);
  });

  it('what is changed and not asked about is not said to be left alone', () => {
    changeCall();
    write({ 'm/a.tf': `${topic}# more\n` });
    expect(read({ paths: ['main.tf'] })).toEqual({ beside: [], shown: ['main.tf'] });
  });

  it('no link is followed', () => {
    symlinkSync('/etc/hostname', join(folder, 'm/link.tf'));
    changeCall();
    expect(read().beside).toEqual(['m/a.tf', 'm/é.tf']);
  });

  it('a renamed file is not left alone', () => {
    commit();
    git('mv', 'main.tf', 'other.tf');
    expect(read({})).toMatchObject({ shown: ['other.tf'], beside: ['m/a.tf', 'm/é.tf'] });
  });
});
