/** The comment on a pull request, and the steps of the documents that post it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commentMark, commentOf } from '../../../functions/cli/review/comment.ts';
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import { severities } from '../../../shared/contract/severity.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { reportOfFailure } from '../../../shared/review/report.ts';
import { blocksOf } from '../../support/documents.ts';

const finding = (given: Partial<Finding> = {}): Finding => ({
  ...{
    severity: 'high',
    title: 't',
    reason: 'r',
    suggestion: null,
    file: 'a.yaml',
    line: 3,
    endLine: 3,
    misplaced: null,
    experts: ['ada'],
  },
  ...given,
});
const report = (findings: readonly Finding[], given: Partial<ReviewReport> = {}): ReviewReport => ({
  ...reportOfFailure('', parsePolicy('revise')),
  ...{ verdict: 'reject', status: 'decided', exitCode: 1, because: 'the circle says reject', findings: [...findings] },
  ...given,
});

describe('a comment', () => {
  it('begins with its mark and says what it comes to, then the findings folded from the worst', () => {
    const lines = commentOf(
      report([
        finding({ severity: 'low', title: 'Small' }),
        finding({ severity: 'critical', title: 'Big', suggestion: 'Mend it', rules: ['docker/D1'] }),
      ]),
    ).split('\n');
    expect(lines[0]).toBe(commentMark);
    expect(lines[1]).toBe('### Circle review: reject');
    expect(lines[3]).toBe('**Stopped**: the circle says reject. Findings: 1 critical, 1 low.');
    const text = lines.join('\n');
    expect(text).toContain(
      '<details><summary>critical (1)</summary>\n\n- <code>a.yaml:3</code> **Big**\n  <br>r\n  <br>Suggestion: Mend it\n  <br>Raised by ada (docker/D1)\n\n</details>',
    );
    expect(text.indexOf('critical (1)')).toBeLessThan(text.indexOf('low (1)'));
  });

  it('is no longer than a service takes, leaves out what is mildest, and counts it', () => {
    const many = severities.flatMap((severity) => Array.from({ length: 100 }, () => finding({ severity, reason: '<'.repeat(400) })));
    const text = commentOf(report(many));
    expect(text.length).toBeLessThan(65_000);
    const shown = text.split('\n').filter((line) => line.startsWith('- ')).length;
    expect(text).toContain(`${many.length - shown} more findings are in the report`);
    expect(text).toContain('critical (100)');
  });

  const hostile = fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '!--',
      '-->',
      '</details>',
      '`',
      '**',
      '[x](http://x)',
      '![',
      '@all',
      '#',
      '7',
      '@',
      '\n',
      '|',
      '&',
      'www.x.org',
      'https://x.org',
      'a',
    ),
    maxLength: 40,
  });
  test.prop([hostile, hostile, hostile])(
    'shows foreign words as words: no element, link, mention or mark is theirs',
    (title, reason, path) => {
      const text = commentOf(report([finding({ title, reason, file: path, suggestion: reason })], { because: title, notice: reason }));
      const markdown = new MarkdownIt({ html: true, linkify: true });
      // Services link what names its protocol, and what begins with www.
      markdown.linkify.set({ fuzzyLink: false });
      const html = markdown.render(text);
      expect(text).not.toMatch(/\bwww\./i);
      const elements = html.replaceAll(/<!-- circle review comment -->|<\/?(?:h3|p|strong|details|summary|ul|li|code|br|sub|span)>/g, '');
      expect(elements).not.toMatch(/<(?=[a-z!/])/i);
      expect(text.slice(commentMark.length)).not.toContain('<!--');
      const nodes = html.split(/<[^>]*>/).map((node) => node.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>'));
      for (const node of nodes) expect(node).not.toMatch(/[@#!~$&%][\p{L}\p{N}]/u);
    },
  );
});

/** The steps of the documents, run with stand-ins for what they call: each writes down how it was called. */
describe('the steps that post it', () => {
  const blocks = blocksOf('docs/review.md').filter(({ language }) => language === 'yaml');
  const documentWith = (words: string) => blocks.filter(({ text }) => text.includes(words)).map(({ text }) => parse(text))[0];
  const github = documentWith('Comment on the pull request');
  const gitlab = documentWith('after_script');
  const scriptOf = { github: () => String(github[0].run), gitlab: () => String(gitlab['circle-review'].after_script[0]) };

  function post(service: keyof typeof scriptOf, earlier: readonly { id: number; author?: object; body?: string }[], written = true) {
    const folder = mkdtempSync(join(tmpdir(), 'circle-comment-'));
    const calls = join(folder, 'calls');
    writeFileSync(calls, '');
    if (written) writeFileSync(join(folder, 'circle-review.md'), commentOf(report([])));
    const notes = JSON.stringify(earlier);
    const ids = earlier.map((one) => `${one.id}\n`).join('');
    const stand = (name: string, answer: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "$*" >>'${calls}'\n${answer}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    // What jq makes of it is the business of gh: only whose ids it would print is stood in for.
    stand('gh', `case "$*" in *--jq*) printf '${ids.replaceAll('\n', '\\n')}';; esac`);
    stand('curl', `case "$*" in *'/user') echo '{"id":7}';; *'sort=desc') echo '${notes}';; esac`);
    const env = {
      PATH: `${folder}:${process.env['PATH']}`,
      FILE: 'circle-review.md',
      COMMENTS: 'C',
      COMMENT: 'c',
      CIRCLE_GITLAB_TOKEN: 't',
      CI_API_V4_URL: 'U',
    };
    const { status, stderr } = spawnSync('sh', ['-eu', '-c', scriptOf[service]()], {
      cwd: folder,
      env: { ...env, CI_PROJECT_ID: '1', CI_MERGE_REQUEST_IID: '2' },
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return readFileSync(calls, 'utf8').trimEnd().split('\n').at(-1);
  }

  it.each(['github', 'gitlab'] as const)('know the comment by the mark that it has (%s)', (service) => {
    expect(scriptOf[service]()).toContain(`"${commentMark}"`);
  });

  it('make one on GitHub, and replace it the next time', () => {
    expect(post('github', [])).toBe('api --silent --method POST C -F body=@circle-review.md');
    expect(post('github', [{ id: 5 }, { id: 9 }])).toBe('api --silent --method PATCH c/5 -F body=@circle-review.md');
    expect(post('github', [], false)).toBe('');
  });

  it('make one on GitLab, and replace their own alone', () => {
    const made = post('gitlab', [{ id: 4, author: { id: 8 }, body: `${commentMark} of somebody else` }]);
    expect(made).toMatch(/--request POST --form body=<circle-review\.md U\/projects\/1\/merge_requests\/2\/notes$/);
    const replaced = post('gitlab', [
      { id: 4, author: { id: 7 }, body: 'hello' },
      { id: 3, author: { id: 7 }, body: `${commentMark}x` },
    ]);
    expect(replaced).toMatch(/--request PUT --form body=<circle-review\.md .*\/notes\/3$/);
  });
});
