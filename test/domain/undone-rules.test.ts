/** Which gaps say that rules came to no end: the words are those of the program that applies them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBroken } from '../../shared/contract/undone-rules.ts';

const source = (name: string) => readFileSync(join(import.meta.dirname, '../../rust-lambda/review/src', name), 'utf8');

/** What the program says where a worker, a source or a rule comes to no end, with its blanks filled. */
function saidIn(name: string): readonly string[] {
  const literals = [...source(name).matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text);
  return literals
    .filter((text) =>
      /^(?:\{source\}: )?(?:given up|it could not be read|it took longer|it failed|it ended|no worker|could not start|refused)/.test(text),
    )
    .map((text) => text.replaceAll(/\{\w*\}/g, 'x'));
}

describe('a gap in what rules have read', () => {
  it.each(['supervisor.rs', 'panel/mod.rs', 'team/mod.rs'])('is broken work wherever the program says so: %s', (name) => {
    const said = saidIn(name);
    expect(said.length).toBeGreaterThan(0);
    for (const why of said) {
      const whole = /^(?:x: )?(?:given up|it could not be read|refused)/.test(why);
      for (const place of whole ? [''] : ['docker: ', 'docker rule DL3007: ', 'cloudformation rule a b: ']) {
        expect(isBroken({ why: `${place}${why}` }), `${place}${why}`).toBe(true);
      }
    }
  });

  it.each([
    'of no kind that a source knows; only secrets were looked for',
    'not YAML: did not find expected key',
    'larger than 1000000 bytes',
    'a document of no kind that a source knows',
    'posture: no rule knows the type aws_x',
    'it was refused: elsewhere',
  ])('is no broken work where it says what rules do not read: %s', (why) => {
    expect(isBroken({ why })).toBe(false);
  });
});
