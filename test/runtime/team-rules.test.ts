/** The folder of a team's own rules, as a knowledge folder names it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

const shipped = join(import.meta.dirname, '../../layers/knowledge');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  for (const file of ['providers.yaml', 'prices.yaml']) cpSync(join(shipped, file), join(folder, file));
  mkdirSync(join(folder, 'personas'));
  writeFileSync(join(folder, 'personas/sage.md'), 'You are wise.\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const experts = 'experts:\n  ada: { provider: openai, model: m, persona: sage }\n  bob: { provider: human, model: person }\n';
const circles = 'circles:\n  default: { experts: [ada, bob] }\n';

/** Loads the folder with this text as its `circles.yaml`. */
function load(text: string) {
  writeFileSync(join(folder, 'circles.yaml'), text);
  return loadKnowledge(folder);
}

describe('the knowledge of a team', () => {
  const team = 'experts:\n  team: { provider: rules, rules: [team-guard] }\ncircles:\n  default: { experts: [team] }\n';

  it("has the team's own rules, from the folder beside the file or the one that it names, hidden files left out", () => {
    mkdirSync(join(folder, 'rules/deep/.git'), { recursive: true });
    mkdirSync(join(folder, 'policies'));
    writeFileSync(join(folder, 'rules/deep/x.guard'), 'rule x {}');
    writeFileSync(join(folder, 'rules/deep/.git/config'), '');
    writeFileSync(join(folder, 'policies/y.rego'), 'package y');
    expect(load(team).team).toEqual([{ path: 'deep/x.guard', text: 'rule x {}' }]);
    expect(load(`${team}rules: policies\n`).team).toEqual([{ path: 'y.rego', text: 'package y' }]);
  });

  it('names what is wrong with rules of a team: no folder, one that cannot be read, or one that holds too much', () => {
    expect(() => load(team)).toThrow(/^circles\.yaml:2: experts\.team\.rules: there is no folder of rules of the team/);
    expect(() => load(`${team}rules: nowhere\n`)).toThrow(/the folder of rules cannot be read/);
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules/a.txt'), 'a'.repeat(1_000_001));
    expect(() => load(team)).toThrow(/at most 2000 files and 1000000 bytes/);
    writeFileSync(join(folder, 'rules/a.txt'), Buffer.from([0xff]));
    expect(() => load(team)).toThrow(/a\.txt: .*save it as UTF-8/);
  });

  it('has no rules of a team where nobody has a seat for them, whatever the folder holds', () => {
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules/a.png'), Buffer.from([0xff]));
    expect(load(`${experts}${circles}`).team).toBeUndefined();
    expect(() => load(`${experts}${circles}rules: rules\n`)).toThrow(/a\.png: .*save it as UTF-8/);
  });

  it('follows no link among the rules of a team, out of the folder or round in it', () => {
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'secret.txt'), 'x');
    writeFileSync(join(folder, 'rules/x.guard'), 'rule x {}');
    for (const [at, to] of [
      ['a', '.'],
      ['b', '.'],
      ['out', '../personas'],
      ['file.txt', '../secret.txt'],
    ] as const)
      symlinkSync(to, join(folder, 'rules', at));
    expect(load(team).team?.map(({ path }) => path)).toEqual(['x.guard']);
  });

  it('finds the rules of a team by an absolute path', () => {
    mkdirSync(join(folder, 'policies'));
    writeFileSync(join(folder, 'policies/y.rego'), 'package y');
    expect(load(`${team}rules: ${join(folder, 'policies')}\n`).team).toHaveLength(1);
  });
});
