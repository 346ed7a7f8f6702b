/** A review is read from its question and its answers, which anybody may have written. */
import { describe, expect, it } from 'vitest';
import { readFindings, severityNames } from '../../../functions/console/text/findings.ts';
import { readReview, reviewVotes, titleOf } from '../../../functions/console/text/review.ts';
import { reviewOptions } from '../../../shared/contract/review.ts';
import { severities } from '../../../shared/contract/severity.ts';
import type { Material } from '../../../shared/review/material.ts';
import { reviewQuestion } from '../../../shared/review/question.ts';
import { answered, unanswered } from '../../support/samples.ts';

const lines = ['a: 1', '=== not a file', '</material-0123456789abcdef>'].map((text, index) => ({
  number: index + 1,
  mark: ' ' as const,
  text,
}));
const file = (path: string, notes: readonly string[] = []) => ({ path, lines, notes });
const materialOf = (...paths: readonly string[]) =>
  ({ kind: 'files', files: paths.map((path) => file(path)), notShown: [] }) as unknown as Material;
const finding = { severity: 'High', file: 'a.yaml', line: 2, title: 'Open door', reason: 'Anyone may come in.' };
const listed = (...findings: readonly unknown[]) => `Reasons.\n\`\`\`json\n${JSON.stringify(findings)}\n\`\`\`\nAnswer: revise`;

function review(question: string, opinions = [answered('ada', listed(finding))]) {
  return readReview({ question, options: [...reviewOptions], opinions });
}

describe('a review', () => {
  it('knows the votes and severities of the contract', () => {
    expect(reviewVotes).toEqual(reviewOptions);
    expect(severityNames).toEqual(severities);
  });

  it('is recognised by the question that the command line asks', () => {
    const found = review(reviewQuestion(materialOf('a.yaml', 'src/b (old).ts'), 'the doors'));
    expect(found?.files.map(({ path }) => path)).toEqual(['a.yaml', 'src/b (old).ts']);
    expect(found?.files[0]?.text).toContain('2  | === not a file');
    expect(found?.task).toContain('Look above all at this: the doors');
    expect(found?.task).not.toContain('a: 1');
    expect(found && titleOf(found)).toBe('Review of a.yaml and src/b (old).ts');
  });

  it.each([['a.ts'], ['a.ts', 'b.ts', 'c.ts', 'd.ts']])('has a heading for %s', (...paths) => {
    const found = review(reviewQuestion(materialOf(...paths), undefined));
    expect(found && titleOf(found)).toBe(paths.length === 1 ? 'Review of a.ts' : 'Review of a.ts, b.ts and 2 more');
  });

  it.each([
    ['no marks', 'Decide whether this is safe.'],
    ['no end', '<material-0123456789abcdef>\n=== a.ts\n1  | a'],
    ['an end before the beginning', '</material-0123456789abcdef>\n<material-0123456789abcdef>'],
    ['no file', '<material-0123456789abcdef>\nwords\n</material-0123456789abcdef>'],
  ])('is none with %s', (_, question) => {
    expect(review(question)).toBeUndefined();
  });

  it('is recognised by the files that rules were given, with what they say of them', () => {
    const rule = { severity: 'high', file: 'a.yaml', line: 2, title: 'Open door', why: 'Anyone may come in.', fix: 'Shut it.' };
    const report = `1 file read, 1 finding.\n\`\`\`json\n{"left":0,"findings":[\n${JSON.stringify(rule)}\n]}\n\`\`\``;
    const found = readReview({
      question: 'May these files go out by the rules? a.yaml',
      options: [...reviewOptions],
      opinions: [answered('rules-own', report)],
      review: { files: [{ path: 'a.yaml', bytes: 1200 }] },
    });
    expect(found?.files).toEqual([{ path: 'a.yaml', note: '1,200 bytes, read by rules', text: '' }]);
    expect(found?.findings).toMatchObject([{ reason: 'Anyone may come in.', suggestion: 'Shut it.', experts: ['rules-own'] }]);
    expect(found && titleOf(found)).toBe('Review of a.yaml');
  });

  it('is none where the options are others', () => {
    const question = reviewQuestion(materialOf('a.ts'), undefined);
    expect(readReview({ question, options: ['yes', 'no'], opinions: [] })).toBeUndefined();
    expect(readReview({ question, opinions: [] })).toBeUndefined();
  });

  it('has each finding once, worst first, with everybody who raised it', () => {
    const low = { ...finding, severity: 'low', title: 'A typo' };
    const found = review(reviewQuestion(materialOf('a.yaml'), undefined), [
      answered('ada', listed(low, { ...finding, severity: 'medium' })),
      answered('bob', listed({ ...finding, title: 'OPEN DOOR' })),
      answered('eve', 'It looks good.'),
      unanswered('max'),
    ]);
    expect(found?.findings.map(({ severity, title, experts }) => [severity, title, experts])).toEqual([
      ['high', 'OPEN DOOR', ['ada', 'bob']],
      ['low', 'A typo', ['ada']],
    ]);
    expect(found?.unread).toEqual(['eve']);
  });
});

describe('findings', () => {
  const read = { severity: 'high', rank: 1, title: 'Open door', reason: 'Anyone may come in.', suggestion: '', file: 'a.yaml', line: 2 };

  it.each([
    ['in a block', listed(finding)],
    ['as the whole answer', JSON.stringify([finding])],
    ['under a name', JSON.stringify({ answer: 'revise', findings: [finding] })],
    ['behind a block that is none', `\`\`\`yaml\na: 1\n\`\`\`\n${listed(finding)}`],
    ['without a block', `Reasons.\n[${JSON.stringify(finding)}]\nAnswer: revise`],
    ['with a line as text', listed({ ...finding, line: 'L2' })],
    ['in a block that is not closed', `\`\`\`json\n${JSON.stringify([finding])}`],
  ])('are read %s', (_, answer) => {
    expect(readFindings(answer)).toEqual([read]);
  });

  it('that cannot be read are none, and no list is not an empty one', () => {
    expect(readFindings('It looks good.')).toBeUndefined();
    expect(readFindings('```json\n[]\n```')).toEqual([]);
    expect(
      readFindings(listed(null, 1, [], { severity: 'awful', title: 'x' }, { severity: 'low' }, { severity: 'low', title: 7 })),
    ).toEqual([]);
  });

  it.each(['[', '\n[', '```\n', '{', '[{"', '```json\n['])('of 300 KB of %j are looked for in good time', (piece) => {
    const before = process.cpuUsage();
    readFindings(piece.repeat(300_000 / piece.length));
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
  });
});
