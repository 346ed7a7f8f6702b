/** What rules alone do not read: told with its reason, and no obstacle where it is a file of the review itself. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readFiles } from '../../../functions/cli/review/read-files.ts';
import { openOutputs } from '../../../functions/cli/review/write-reports.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { reportOfRules } from '../../../shared/review/report-rules.ts';
import { silentRules, voiceOf } from '../../../shared/review/rule-voice.ts';

describe('what no rule could be given', () => {
  const unreadable = { NUL: 'a: 1\nb: \0\nc: text enough to be no binary file\n', Latin1: 'a: caf\u00e9 and text enough\n' };
  const reasonOf = (path: string, texts: ReturnType<typeof readFiles>['texts']) =>
    texts?.missing.map(({ reason }) => ({ path, why: reason })) ?? [];

  it.each(Object.entries(unreadable))('is said on the error stream, with why (%s)', (name, content) => {
    const path = join(mkdtempSync(join(tmpdir(), 'circle-unread-')), `${name}.yaml`);
    writeFileSync(path, Buffer.from(content, 'latin1'));
    const material = readFiles([path]);
    const [only] = material.files;
    const voice = voiceOf([], reasonOf(only?.path ?? '', material.texts));
    const alone = { voice, beside: { reviewers: [], raised: [] }, circle: 'rules', notice: 'Rules alone.', allows: () => false };
    const report = reportOfRules(alone, material, parsePolicy('revise'));
    expect(report).toMatchObject({ exitCode: 2, consultation: null });
    expect(saidOf(() => openOutputs({}, {}).write(report))).toMatch(
      new RegExp(
        `not reviewed: .*${name}\\.yaml is not read whole by rules \\(no text in UTF-8\\)[^]*UNDECIDED \\(there is no file for them to read\\)`,
      ),
    );
  });

  function saidOf(act: () => void): string {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      act();
      return write.mock.calls.map(([text]) => String(text)).join('');
    } finally {
      write.mockRestore();
    }
  }
});

describe('files of the review itself', () => {
  const shown = (path: string) => ({ path, notes: [], lines: [{ number: 1, mark: '+' as const, text: '{}' }] });
  const decided = { ...silentRules, undecided: undefined, consultations: ['c'] };
  const report = (paths: readonly string[], gaps: typeof silentRules.gaps) =>
    reportOfRules(
      { voice: { ...decided, gaps }, beside: { reviewers: [], raised: [] }, circle: 'rules', notice: '', allows: () => false },
      { kind: 'change', files: paths.map(shown), notShown: [], warnings: [] },
      parsePolicy('revise'),
    );
  const gapsOf = (paths: readonly string[]) => paths.map((path) => ({ path, why: 'known in part only' }));

  it.each([[['.circle-baseline.json']], [['.circleignore']], [['.circleignore', '.circle-baseline.json']]])('shut no gate: %s', (paths) => {
    for (const gaps of [[], gapsOf(paths)]) {
      expect(report(paths, gaps)).toMatchObject({
        exitCode: 0,
        verdict: 'approve',
        notReviewed: paths.map((path) => ({ path, allowed: true })),
      });
    }
  });

  it.each(['sub/.circle-baseline.json', 'x.circleignore', 'main.py'])('are no others, such as %s', (path) => {
    for (const gaps of [[], gapsOf([path])])
      expect(report([path, '.circleignore'], gaps)).toMatchObject({ exitCode: 2, rule: 'not-shown' });
  });
});

describe('a file that a change leaves alone', () => {
  it('forbids an approval by its name where something of it is not judged any more, though nobody is shown it', () => {
    const voice = { ...silentRules, undecided: undefined, consultations: ['c'], covered: new Set(['main.tf', 'm/x.tf']) };
    const shown = { path: 'main.tf', notes: [], lines: [{ number: 1, mark: '+' as const, text: 'a' }] };
    const report = (gaps: typeof silentRules.gaps) =>
      reportOfRules(
        { voice: { ...voice, gaps }, beside: { reviewers: [], raised: [] }, circle: 'rules', notice: '', allows: () => false },
        { kind: 'change', files: [shown], notShown: [], warnings: [] },
        parsePolicy('revise'),
      );
    expect(report([])).toMatchObject({ exitCode: 0, notReviewed: [] });
    expect(report([{ path: 'm/x.tf', line: 2, why: 'not understood: port' }])).toMatchObject({
      exitCode: 2,
      notReviewed: [{ path: 'm/x.tf', reason: 'not read whole by rules (line 2: not understood: port)' }],
    });
  });
});
