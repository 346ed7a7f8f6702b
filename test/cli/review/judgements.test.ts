/** Findings of rules before experts: shown as data, judged by name, never dropped. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { judgedMaxBytes } from '../../../shared/contract/review.ts';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import { failing } from '../../../shared/review/gate.ts';
import { isDisputed, judgeable, sayJudged, withJudgements } from '../../../shared/review/judgements.ts';
import { mergeFindings } from '../../../shared/review/merge-findings.ts';
import { reviewQuestion } from '../../../shared/review/question.ts';
import { readFindings } from '../../../shared/review/read-findings.ts';

const ruled = (given: Partial<RaisedFinding> = {}): RaisedFinding => ({
  ...{
    expert: 'rules-docker',
    severity: 'high',
    file: 'a',
    line: 1,
    title: 'Moves',
    reason: 'It moves.',
    rule: 'docker/D1',
    confidence: 'high',
  },
  ...given,
});
const material = {
  kind: 'files' as const,
  files: [{ path: 'a', notes: [], lines: [1, 2, 3].map((number) => ({ number, mark: ' ' as const, text: 'x' })) }],
  notShown: [],
  warnings: [],
};
const nameOf = (finding: RaisedFinding) => [...judgeable([finding]).keys()][0];
const [first, other] = [ruled(), ruled({ line: 3, title: 'Other', rule: 'docker/D2' })];
const [R1, R2] = [nameOf(first), nameOf(other)];
const judging = (...judgements: object[]) =>
  `\`\`\`json\n[]\n\`\`\`\n\n\`\`\`json\n${JSON.stringify({ judgements })}\n\`\`\`\nAnswer: approve`;

describe('findings of rules before experts', () => {
  it('stand in the question behind the material, in a fence of their own, the worst first', () => {
    const text = reviewQuestion(material, undefined, [ruled({ line: 2, severity: 'low', title: 'Small' }), ruled()]);
    const [, mark, list] = /<(rules-[0-9a-f]{16})>\n([\s\S]*)\n<\/\1>/.exec(text) ?? [];
    expect(mark).toBeDefined();
    expect(list).toMatch(/^R[0-9a-f]{6} high a:1 docker\/D1: Moves\. It moves\.\nR[0-9a-f]{6} low a:2 docker\/D1: Small\. It moves\.$/);
    expect(reviewQuestion(material, undefined, [])).toBe(reviewQuestion(material, undefined));
  });

  test.prop([
    fc.array(
      fc.record({
        line: fc.nat(50),
        title: fc.string({ maxLength: 300 }),
        severity: fc.constantFrom('high' as const, 'low' as const, 'info' as const),
      }),
      { maxLength: 80 },
    ),
  ])('have the same names in whatever order they come, one line each, and a bound', (list) => {
    const all = list.map((given) => ruled(given));
    const names = (raised: readonly RaisedFinding[]) =>
      [...judgeable(raised)].map(([id, { line, title, severity }]) => [id, line, title, severity]);
    expect(names(all.toReversed())).toEqual(names(all));
    const text = reviewQuestion(material, undefined, all);
    expect(Buffer.byteLength(text) - Buffer.byteLength(reviewQuestion(material, undefined))).toBeLessThanOrEqual(judgedMaxBytes);
  });

  test.prop([fc.array(fc.nat(30), { minLength: 1, maxLength: 30 }), fc.array(fc.nat(30), { maxLength: 30 })])(
    'keep their names whichever others come later',
    (early, late) => {
      const shown = [...judgeable(early.map((line) => ruled({ line })))];
      const all = [...early, ...late].map((line) => ruled({ line }));
      for (const [id, { line }] of shown) {
        const answers = [{ expert: 'ada', answer: judging({ id, judgement: 'false' }) }];
        const judged = withJudgements(all, answers).filter((one) => one.judged !== undefined);
        expect([...new Set(judged.map((one) => one.line))]).toEqual([line]);
      }
    },
  );

  it('are judged in an answer whose own list stays what it is', () => {
    const answer = judging({ id: R1, judgement: 'false', reason: 'no\nsuch', severity: 'high', file: 'a' });
    expect(readFindings(answer)).toMatchObject({ findings: [], problem: null, unread: 0 });
    expect(withJudgements([ruled()], [{ expert: 'ada', answer }])).toMatchObject([
      { judged: [{ expert: 'ada', judgement: 'false', reason: 'no such' }] },
    ]);
  });

  it.each<[string, string, object | undefined]>([
    ['a boolean', `\`\`\`json\n[{"id":"${R1}","judgement":true}]\n\`\`\``, { judgement: 'true', reason: null }],
    [
      'one object beside the findings',
      `\`\`\`json\n{"findings":[],"judgments":[{"id":"${R1}","judgement":"Irrelevant","reason":"x"}]}\n\`\`\``,
      { judgement: 'irrelevant' },
    ],
    ['the last word', judging({ id: R1, judgement: 'true' }, { id: R1, judgement: 'false' }), { judgement: 'false' }],
    ['a name that nothing has', judging({ id: 'R9', judgement: 'false' }), undefined],
    ['another word', judging({ id: R1, judgement: 'perhaps' }), undefined],
    ['nothing of it', 'Answer: approve', undefined],
  ])('are read where an answer holds %s', (_, answer, expected) => {
    const [found] = withJudgements([ruled()], [{ expert: 'ada', answer }]);
    if (expected === undefined) expect(found?.judged).toBeUndefined();
    else expect(found?.judged).toMatchObject([expected]);
  });

  it('stay where they are disputed: behind the others of their severity, with who says why', () => {
    const answers = [
      { expert: 'ada', answer: judging({ id: R1, judgement: 'false', reason: 'it is pinned' }, { id: R2, judgement: 'true' }) },
      { expert: 'bob', answer: judging({ id: R1, judgement: 'irrelevant' }) },
    ];
    const found = mergeFindings(withJudgements([first, other], answers), material);
    expect(found.map(({ line }) => line)).toEqual([3, 1]);
    expect(found.map(isDisputed)).toEqual([false, true]);
    expect(found.map(sayJudged)).toEqual([
      ['confirmed by ada'],
      ['disputed by ada (false) because it is pinned', 'disputed by bob (irrelevant) without a reason'],
    ]);
    expect(failing(found, { answer: 'revise', severity: 'medium', experts: 1 })).toHaveLength(2);
    // Who confirms holds it, too.
    expect(failing(found, { answer: 'revise', severity: 'medium', experts: 2 }).map(({ line }) => line)).toEqual([3]);
  });
});

describe('what an expert says of findings of rules in words of its own', () => {
  it.each([
    ['an item', `- ${R1} (critical): false, the table is empty.`],
    ['a numbered item', `1. **${R1}** [high] docker/D1: irrelevant.`],
    ['a row', `| ${R1} | high | false |`],
  ])('is no finding that could not be read: %s', (_, line) => {
    const answer = `${line}\n${judging({ id: R1, judgement: 'false', reason: 'r' })}`;
    expect(readFindings(answer)).toMatchObject({ findings: [], problem: null });
  });

  it('hides no finding of its own beside it', () => {
    const answer = `- ${R1}: false.\n- Critical: the key is in the log.\n${judging({ id: R1, judgement: 'false', reason: 'r' })}`;
    expect(readFindings(answer).problem).toContain('could not be read');
    const numbered = { id: '1', judgement: 'bad', severity: 'critical', file: 'a', line: 1, title: 'Key', reason: 'It is logged.' };
    expect(readFindings(JSON.stringify([numbered])).findings).toMatchObject([{ severity: 'critical', title: 'Key' }]);
  });

  it('is left out one by one where another entry of the list lacks its judgement', () => {
    const judged = { id: R1, severity: 'high', file: 'a', line: 1, title: 'Moves', reason: 'r', judgement: 'false' };
    expect(readFindings(JSON.stringify({ judgements: [judged, { id: R2, reason: 'no word' }] })).findings).toEqual([]);
  });
});

it('shows whole characters where a line is cut', () => {
  for (let length = 280; length < 300; length += 1) {
    expect(reviewQuestion(material, undefined, [ruled({ file: `${'x'.repeat(length)}😀😀` })])).toSatisfy((text: string) =>
      text.isWellFormed(),
    );
  }
});
