/** What is delivered of an expert holds what its answer comes to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { noConclusion, saidAnswer } from '../../shared/contract/said-answer.ts';

describe('what an expert has said', () => {
  it.each([
    ['Nine times nine is 81, and 81 minus 69 has to be taken.', '12', 'Nine times nine is 81, and 81 minus 69 has to be taken.\n\n12'],
    ['Tests pass.', 'yes', 'Tests pass.\n\nyes'],
    // A mention is not what it comes to.
    ['Yes would be the answer on Mondays. It is Friday.', 'yes', 'Yes would be the answer on Mondays. It is Friday.\n\nyes'],
    ['There are 812', '12', 'There are 812\n\n12'],
    ['It is 12', '12', 'It is 12'],
    ['So the answer is **Paris**.', 'Paris', 'So the answer is **Paris**.'],
    ['12', '12', '12'],
    ['```python\ndef f():\n    return 1\n```', 'The function f returns 1.', '```python\ndef f():\n    return 1\n```'],
    ['def f():\n    return 1', 'The function f returns 1.', 'def f():\n    return 1'],
    ['int f() {\n}', 'It does nothing at all.', 'int f() {\n}'],
    ['```sh\nbc <<< 81-69\n```', '12', '```sh\nbc <<< 81-69\n```\n\n12'],
    ['Dear Ada, …', 'none', 'Dear Ada, …'],
    ['Dear Ada, …', '**None.**', 'Dear Ada, …'],
    ['Dear Ada, …', undefined, 'Dear Ada, …'],
  ])('holds the conclusion once: %j and %j', (answer, conclusion, said) => {
    expect(saidAnswer({ answer, conclusion })).toBe(said);
  });

  test.prop([fc.string({ maxLength: 60 }), fc.string({ minLength: 1, maxLength: 20 }).filter((text) => /\p{L}|\p{N}/u.test(text))])(
    'begins with the answer as it was written, and ends with what it comes to',
    (answer, conclusion) => {
      const said = saidAnswer({ answer, conclusion });
      expect(said.startsWith(answer)).toBe(true);
      const plain = (text: string) =>
        text
          .replaceAll(/[*_`]/g, '')
          .trim()
          .replace(/[.!。]+$/, '')
          .toLowerCase();
      if (!noConclusion.has(plain(conclusion)) && conclusion.trim().split(/\s+/).length < 4)
        expect(plain(said).endsWith(plain(conclusion))).toBe(true);
    },
  );

  it('knows the same words for no conclusion as the core', () => {
    const source = readFileSync(join(import.meta.dirname, '../../rust-lambda/consensus/src/conclusion.rs'), 'utf8');
    const list = /const NONE: \[&str; \d+\] = \[([^\]]*)\]/.exec(source)?.[1] ?? '';
    const words = [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
      JSON.parse(`"${text.replaceAll(/\\u\{(\w+)\}/g, '\\u$1')}"`),
    );
    expect(new Set(words)).toEqual(noConclusion);
  });
});
