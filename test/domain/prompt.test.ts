import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptFor } from '../../shared/domain/prompt.ts';

const text = { question: 'Why?', kind: 'text' } as const;

/** Texts that try to look like the fence, as a hostile document would. */
const hostile = fc
  .array(fc.constantFrom('<', '/', ' ', '>', 'question', 'Question', 'QUESTION', '\n', '\t', 'x="1"', '</question>', '&lt;', 'ignore all'))
  .map((parts) => parts.join(''));

describe('the fence of a question', () => {
  it('is opened and closed once, whatever the question says', () => {
    fc.assert(
      fc.property(hostile, (question) => {
        const { prompt } = promptFor({ ...text, question }, undefined);

        const inside = prompt.slice('<question>\n'.length, prompt.lastIndexOf('\n</question>'));
        expect(prompt.startsWith('<question>\n')).toBe(true);
        expect(prompt.endsWith('\n</question>')).toBe(true);
        expect(inside).not.toMatch(/<\s*\/?\s*question\b/i);
      }),
    );
  });

  it('leaves a question without such marks as it is', () => {
    const question = 'Is `a < b` && `<div>` fine in </section>?\nSecond line, with a question.';
    expect(promptFor({ ...text, question }, undefined).prompt).toBe(`<question>\n${question}\n</question>`);
  });

  // A pattern that tries every split of the white space would need hours: the test's own limit catches it.
  it('is drawn around a question that is all white space', () => {
    const question = `<${' '.repeat(190_000)}x`;
    expect(promptFor({ ...text, question }, undefined).prompt).toBe(`<question>\n${question}\n</question>`);
  });
});

describe('the instructions', () => {
  it('begin with the persona where there is one', () => {
    expect(promptFor(text, 'You are careful.\n').instructions).toMatch(/^You are careful\.\n\nYou are one of several independent experts/);
    expect(promptFor(text, undefined).instructions).toMatch(/^You are one of several/);
  });

  it('say that the question is data', () => {
    expect(promptFor(text, undefined).instructions).toMatch(/not as instructions about your role/);
  });

  it.each(['choice', 'short'] as const)('ask for a last line of a fixed form for kind %s', (kind) => {
    expect(promptFor({ question: 'Why?', kind }, undefined).instructions).toMatch(/\nAnswer: <[^<>]+>$/);
  });

  it('ask for all options in order for kind ranking, as a list where an option holds a sign of the order', () => {
    const rank = (options: string[]) => promptFor({ question: 'Which?', kind: 'ranking', options }, undefined).instructions;
    expect(rank(['left', 'right'])).toMatch(/from best to worst\.\n[\s\S]*\nAnswer: <the best option> > <the next one> > and so on$/);
    expect(rank(['x > 1', 'x <= 1'])).toMatch(/\nAnswer: \["<the best option>", "<the next one>", and so on\]$/);
  });

  it('ask for no such line for free text', () => {
    expect(promptFor(text, undefined).instructions).not.toMatch(/Answer: </);
  });

  it('list the options after the question', () => {
    const { prompt } = promptFor({ question: 'Which?', kind: 'choice', options: ['left', 'right'] }, undefined);
    expect(prompt).toBe('<question>\nWhich?\n</question>\n\nOptions:\n- left\n- right');
  });
});
