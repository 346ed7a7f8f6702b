/** A team's own rules, as whoever reviews brings them: read from a folder, tried, and applied here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askTeam, folderOf } from '../../../functions/cli/review/team-rules.ts';
import type { ReviewFile } from '../../../shared/contract/rules.ts';
import type { FieldError, InvalidInput } from '../../../shared/errors.ts';

const binary = join(import.meta.dirname, '../../ports/fixtures/team-rules.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'team-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function ask(rules: Readonly<Record<string, string>>, files: readonly ReviewFile[], program = binary) {
  for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, name), text);
  return askTeam(folder, { files, missing: [] }, program);
}

async function refusal(asked: Promise<unknown>): Promise<readonly FieldError[]> {
  const error = await asked.then(
    () => undefined,
    (why: InvalidInput) => why,
  );
  return error?.fields ?? [];
}

describe('a folder of rules', () => {
  it.each([
    ['./rules', './rules'],
    ['../rules', '../rules'],
    ['/srv/rules', '/srv/rules'],
    ['team/rules', 'team/rules'],
    ['.', '.'],
    ['rules', undefined],
    [true, undefined],
    [undefined, undefined],
  ])('is told from the name of a circle: %s', (given, named) => {
    expect(folderOf(given)).toBe(named);
  });

  it('speaks as an expert of its own, which objects but never approves', async () => {
    const found = await ask({ 'a.guard': 'open' }, [{ path: 'x.yaml', text: 'a\nopen\n' }]);
    expect(found.reviewers).toEqual([{ expert: 'team-guard', vote: 'reject', findings: 1, problem: null }]);
    expect(found.raised).toMatchObject([{ expert: 'team-guard', file: 'x.yaml', line: 2, rule: 'team-guard/open' }]);
    const silent = await ask({}, [{ path: 'x.yaml', text: 'a\n' }]);
    expect(silent.reviewers).toEqual([{ expert: 'team-guard', vote: null, findings: 0, problem: null }]);
  });

  it.each([['src/a.ts'], ['q.sql'], ['n.txt']])('says nothing of files that none of its rules is for: %s', async (path) => {
    const { reviewers, raised, undone } = await ask({ 'a.guard': 'open' }, [{ path, text: 'a\n' }]);
    expect({ reviewers, raised, undone }).toEqual({ reviewers: [], raised: [], undone: undefined });
  });

  it('counts of a change only what is new', async () => {
    const found = await ask({ 'a.guard': 'open' }, [{ path: 'x.yaml', text: 'open\nb\nopen c\n', before: 'open\nb\n', changed: [[3, 3]] }]);
    expect(found.raised).toMatchObject([{ line: 3 }]);
    expect([found.before, found.stood.map(({ line, severity }) => [line, severity])]).toEqual([1, [[1, 'info']]]);
  });

  it('hands on what a rule could not judge', async () => {
    const { gaps } = await ask({ 'a.guard': 'slow' }, [{ path: 'x.yaml', text: 'slow\n' }]);
    expect(gaps).toEqual([{ path: 'x.yaml', why: 'team-guard rule a.guard: it took longer than 2 s' }]);
  });

  it('is refused as a whole where a rule of it is, by file, line and reason', async () => {
    expect(await refusal(ask({ 'a.guard': 'refuse', 'b.guard': 'open' }, []))).toEqual([
      { field: '--rules a.guard:3', message: 'refused: it does not find its sample' },
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, string, RegExp]>([
    ['there is no program', {}, '/nowhere', /is not built here/],
    ['the program knows no rules of a team', { 'a.guard': 'old' }, binary, /of an earlier version/],
    ['it holds no rule', {}, binary, /holds no rule/],
  ])('is refused where %s', async (_, rules, program, why) => {
    expect(await refusal(ask(rules, [], program))).toEqual([{ field: '--rules', message: expect.stringMatching(why) }]);
  });

  it('is refused where it is none', async () => {
    expect(await refusal(askTeam(join(folder, 'none'), { files: [], missing: [] }, binary))).toMatchObject([{ field: '--rules' }]);
  });
});
