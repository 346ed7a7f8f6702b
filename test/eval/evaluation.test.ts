import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { answerClass } from './answer-class.ts';
import { bar } from './bars.ts';
import { neededFiles, openData } from './data.ts';
import { replaceBlock } from './document.ts';
import { leastMerged, measureMerging, overall } from './findings.ts';
import { crowdSets, shortSet } from './panels.ts';
import { shuffled } from './random.ts';
import { baselines, outcomesOf } from './short-and-choice.ts';
import { markdownTable, textTable } from './table.ts';
import { parseVerdicts } from './verdicts.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const members = ['strong-1', 'weak-1', 'weak-2'];
const short = {
  panels: { mid7: members, mixed8: members, weak7: members, lone7: members, clones8: members },
  models: ['weak-1', 'strong-1', 'weak-2'],
  rows: [
    { id: 'one', q: 'What?', a: ['1', '$2.00', null], ok: [0, 1, 0], raw: ['so 1', 'so 2', 'so nothing'] },
    { id: 'two', q: 'What?', a: ['3', '3.0', '4'], ok: [1, 1, 0], raw: ['so 3', 'so 3', 'so 4'] },
  ],
};

describe('findings of several experts', () => {
  it('are one entry for each planted fault, whether these are neighbours or far apart', () => {
    const { precision, recall } = overall(measureMerging([1, 2, 4, 10, 30], 4));
    expect(precision).toBeGreaterThanOrEqual(leastMerged);
    expect(recall).toBeGreaterThanOrEqual(leastMerged);
  });
});

describe('the data folder', () => {
  it('is named if it is not there', () => {
    expect(() => openData('/nowhere', 'dev')).toThrow('there is no measuring data in /nowhere; name its folder with --data');
  });

  it('says which files it lacks', () => {
    const folder = mkdtempSync(join(tmpdir(), 'eval-data-'));
    folders.push(folder);
    for (const file of neededFiles('holdout').slice(1)) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    expect(() => openData(folder, 'holdout')).toThrow(`the measuring data in ${folder} lacks mmlu-pro/meta.json`);
  });
});

describe('panels', () => {
  const [panel] = shortSet('gsm', short, 'a', { families: true });
  if (!panel) throw new Error('no panel');

  it('hide the names of the experts and keep what each answer is worth', () => {
    expect(panel.experts).toEqual(['x1', 'x2', 'x3']);
    const [item] = panel.items;
    expect(JSON.stringify(item)).not.toContain('strong');
    const best = item?.line.opinions.find(({ answer }) => answer === '$2.00');
    expect(item?.worth.get(best?.expert ?? '')).toBe(1);
  });

  it('give experts of one name the same coded family', () => {
    const families = panel.items[0]?.line.opinions.map(({ family }) => family) ?? [];
    expect(new Set(families).size).toBe(2);
  });

  it('come out the same on every run', () => {
    expect(shortSet('gsm', short, 'a', { families: true })[0]).toEqual(panel);
    expect(shuffled([1, 2, 3, 4, 5], 'a seed')).toEqual(shuffled([1, 2, 3, 4, 5], 'a seed'));
    expect(shuffled([1, 2, 3, 4, 5], 'a seed').toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  it('have the baselines of plain counting', () => {
    // Accuracies 1, 0.5 and 0; a tie of 1 and 2 in the first line, a majority of 3 in the second.
    expect(baselines(panel)).toEqual({ mean: 0.5, bestSingle: 1, majority: 0.75, oracle: 1 });
  });

  it('of a crowd keep all lines, also those without gold', () => {
    const sets = { web: { items: 2, workers: 2, labels: 3, classes: 3 } };
    const labels = [
      { set: 'web', item: 7, w: [0, 1], l: [2, 1] },
      { set: 'web', item: 8, w: [1], l: [0] },
    ];
    const [crowd] = crowdSets({ sets, labels, gold: [{ set: 'web', item: 7, gold: 2 }] });
    expect(crowd?.items.map(({ gold }) => gold)).toEqual(['2', null]);
    expect(crowd?.items[0]?.line.options).toEqual(['0', '1', '2']);
  });
});

describe('verdicts', () => {
  const verdict = { id: 'one', answer: '2', pick: 'x9', agreement: 0, confidence: null, clusters: [], method: 'short/plurality-1' };
  const items = [
    { line: { id: 'one', question: null, kind: 'short' as const, options: null, opinions: [] }, gold: null, worth: new Map([['x9', 1]]) },
  ];

  it('that are missing, cut or out of range count as wrong with confidence 1', () => {
    const lines = ['', '{"id":', JSON.stringify({ ...verdict, confidence: 1.5 })];
    for (const line of lines) expect(outcomesOf(items, parseVerdicts(line, 1))).toEqual([{ right: 0, confidence: 1 }]);
  });

  it('without a confidence count as a half, or as 0 if nothing was answered', () => {
    expect(outcomesOf(items, parseVerdicts(JSON.stringify(verdict), 1))).toEqual([{ right: 1, confidence: 0.5 }]);
    const silent = { ...verdict, answer: null, pick: null };
    expect(outcomesOf(items, parseVerdicts(JSON.stringify(silent), 1))).toEqual([{ right: 0, confidence: 0 }]);
  });
});

describe('equal answers', () => {
  it.each([
    ['gsm', '$1,000.00', '1000'],
    ['gsm', 'He pays 1000 dollars', '1000'],
    ['math-l5', '\\dfrac{1}{2}', '0.5'],
    ['math-l5', '-\\frac{1}{2}', '-1/2'],
    ['crux', '["a",  "b",]', "['a', 'b']"],
    ['crux', '1, 2', '(1,2)'],
    ['crux', "'abc'", 'abc'],
    ['crux', '{1: 2, 1: 3}', '{1:3}'],
  ])('in %s, %s is %s', (set, one, other) => {
    expect(answerClass(set, one)).toBe(answerClass(set, other));
  });

  it.each([
    ['gsm', '5', '-5'],
    ['crux', 'a b', 'ab'],
    ['crux', '[1, 2]', '(1, 2)'],
    ['crux', '(1)', '(1,)'],
  ])('in %s, %s is not %s', (set, one, other) => {
    expect(answerClass(set, one)).not.toBe(answerClass(set, other));
  });

  it('a reply without a number is no answer in mathematics', () => {
    expect(answerClass('math-l5', 'infinitely many')).toBeNull();
    expect(answerClass('mmlu-pro', null)).toBeNull();
  });
});

describe('bars', () => {
  it('may be met, but a time must stay below', () => {
    expect(bar({ figure: 'accuracy', ours: 0.7, target: 0.7 }).reached).toBe(true);
    expect(bar({ figure: 'error', ours: 0.2, target: 0.1, better: 'lower' }).reached).toBe(false);
    expect(bar({ figure: 'time', ours: 1, target: 1, better: 'lower', unit: 's' }).reached).toBe(false);
    expect(bar({ figure: 'reported', ours: 1 }).reached).toBeNull();
    expect(bar({ figure: 'missing', ours: null, target: 1 }).reached).toBe(false);
  });
});

describe('tables', () => {
  const table = {
    title: 'Two',
    head: ['name', 'value'],
    rows: [
      ['a', '1'],
      ['bcdef', '22'],
    ],
  };

  it('are aligned in text and piped in Markdown', () => {
    expect(textTable(table)).toBe('Two\nname   value\n-----  -----\na          1\nbcdef     22');
    expect(markdownTable(table)).toBe('### Two\n\n| name | value |\n| --- | ---: |\n| a | 1 |\n| bcdef | 22 |');
  });

  it('replace the marked block of a document and nothing else', () => {
    const document = 'before\n<!-- eval:begin -->\nold\n<!-- eval:end -->\nafter\n';
    expect(replaceBlock(document, 'new')).toBe('before\n<!-- eval:begin -->\n\nnew\n\n<!-- eval:end -->\nafter\n');
    expect(() => replaceBlock('no marks', 'new')).toThrow('no block');
  });
});
