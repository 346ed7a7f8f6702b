import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chargedBefore, openBudget } from '../../../functions/cli/batch/budget.ts';
import { type BatchLine, readLines } from '../../../functions/cli/batch/lines.ts';
import { openResults } from '../../../functions/cli/batch/results.ts';
import { type RunOptions, runLines } from '../../../functions/cli/batch/run-lines.ts';
import { exitCode, summary } from '../../../functions/cli/batch/summary.ts';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { BatchResult } from '../../../shared/contract/batch.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';

describe('the lines of a batch', () => {
  it('are bare questions or bodies with an id of the caller, and take the defaults that they leave out', () => {
    const text =
      '\uFEFF"Why?"\n\n{"id": "b", "question": "Yes?", "options": ["yes", "no"], "circle": "own"}\r\n{"question": "Who?", "experts": ["ada"]}\n';
    expect(readLines(text, { circle: 'strict', deadlineSeconds: 9 })).toMatchObject([
      { line: 1, key: undefined, body: { question: 'Why?', circle: 'strict', deadlineSeconds: 9 } },
      { line: 3, key: 'b', body: { question: 'Yes?', circle: 'own', deadlineSeconds: 9 } },
      { line: 4, body: { question: 'Who?', experts: ['ada'], deadlineSeconds: 9 } },
    ]);
    expect(readLines('{"question": "Who?", "experts": ["ada"]}', { circle: 'strict' })[0]?.body).not.toHaveProperty('circle');
  });

  it('that are wrong are all named with line and field', () => {
    const text = [
      '"Why?"',
      'Why?',
      '{"question": ""}',
      '{"question": "x", "quorum": "two"}',
      '{"question": "x", "colour": 1}',
      '7',
      '{"id": "a", "question": "x"}',
      '{"id": "a", "question": "y"}',
    ];
    expect(() => readLines(text.join('\n'), {})).toThrow(
      /^line 2: is not JSON; line 3, question: must not be empty; line 4, quorum: .*; line 5, colour: is not a known field; line 6: .*; line 8, id: "a" stands at an earlier line too$/,
    );
    expect(() => readLines('\n \n', {})).toThrow(/holds no questions/);
  });

  it('can be told apart: by body, id, policy, and by how often they have come before', () => {
    const digests = (text: string, defaults = {}) => readLines(text, defaults).map(({ digest }) => digest);
    const [first, second, keyed] = digests('"Why?"\n"Why?"\n{"question": "Why?", "id": "k"}');
    expect(new Set([first, second, keyed]).size).toBe(3);
    expect(digests('"Who?"\n"Why?"')[1]).toBe(first);
    expect(digests('"Why?"', { circle: 'other' })).not.toEqual([first]);
  });
});

describe('the file of results', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'circle-batch-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps what is whole and takes back what is not, wherever the writer was killed', () => {
    const whole = [resultOf(1), resultOf(2)].map((result) => `${JSON.stringify(result)}\n`).join('');
    for (let length = 0; length <= whole.length; length += 1) {
      const path = join(folder, `killed-${length}.jsonl`);
      writeFileSync(path, whole.slice(0, length));
      openResults(path).append(resultOf(3));
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines.pop()).toBe('');
      const kept = lines.map((line) => JSON.parse(line).line);
      expect(kept).toEqual([...[1, 2].slice(0, whole.slice(0, length + 1).split('\n').length - 1), 3]);
      expect([...openResults(path).earlier.values()].map(({ line }) => line)).toEqual(kept);
    }
  });

  it('is not taken for something that it is not, nor something else for it', () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'my notes\nof today');
    expect(() => openResults(path)).toThrow(/--out: .*notes\.txt, line 1 is no result of this command/);
    expect(readFileSync(path, 'utf8')).toBe('my notes\nof today');
    writeFileSync(path, 'a note');
    expect(() => openResults(path)).toThrow(/line 1 is no result/);
    expect(readFileSync(path, 'utf8')).toBe('a note');
    expect(() => openResults(join(folder, 'no/such/folder.jsonl'))).toThrow(InvalidInput);
  });
});

function resultOf(line: number, overrides: Partial<BatchResult> = {}): BatchResult {
  const base = {
    line,
    id: `run-${line}`,
    status: 'decided',
    answer: 'ä',
    agreement: 1,
    confidence: null,
    costUsd: 0.1,
    durationMs: 5,
    digest: `d${line}`,
  };
  return { ...base, ...overrides } as BatchResult;
}

const lineOf = (line: number, question = 'Why?'): BatchLine => ({ line, key: undefined, body: { question }, digest: `d${line}` });

function optionsOf(overrides: Partial<RunOptions>): RunOptions {
  return {
    parallel: 2,
    budget: openBudget(undefined, 0),
    boundOf: () => 0,
    ask: async () => endedAt(0),
    onEnd: () => undefined,
    signal: new AbortController().signal,
    ...overrides,
  };
}

const endedAt = (costUsd: number, unknown: readonly string[] = []) => {
  const run = sampleRun({ status: 'decided', endedBy: 'all', endedAt: '2026-03-01T10:00:02.500Z', costUsd });
  const view = viewConsultation(run, [], [], sampleVerdict());
  return { ...view, cost: { usd: costUsd, unknown: [...unknown] } };
};

describe('the budget of a batch that was begun before', () => {
  it('has paid for a line each time that it was asked, at worst where the cost is not known, and for no line of another batch', () => {
    const rows = [resultOf(1), resultOf(1, { id: 'again' }), resultOf(2, { costUnknown: ['ada'] }), resultOf(9)];
    const bounds = new Map([
      ['d1', 0.5],
      ['d2', 0.5],
    ]);
    expect(chargedBefore(rows, bounds)).toBeCloseTo(0.1 + 0.1 + 0.5, 9);
  });
});

describe('a run', () => {
  const cost = fc.record({
    bound: fc.double({ min: 0.01, max: 1, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    unknown: fc.boolean(),
  });

  test.prop([
    fc.array(cost, { minLength: 1, maxLength: 20 }),
    fc.integer({ min: 1, max: 5 }),
    fc.double({ min: 0.01, max: 3, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ])(
    'never spends more than the budget, asks no more at once than it may, and stops only when the next line does not fit',
    async (costs, parallel, budget, before) => {
      const spentBefore = before * budget;
      let running = 0;
      let most = 0;
      let spent = spentBefore;
      const at = ({ line }: BatchLine) => costs[line - 1] ?? { bound: 0, share: 0, unknown: false };
      const { notAsked, stoppedBy, refused, unfinished } = await runLines(
        costs.map((_, index) => lineOf(index + 1)),
        optionsOf({
          parallel,
          budget: openBudget(budget, spentBefore),
          boundOf: (line) => at(line).bound,
          async ask(line) {
            running += 1;
            most = Math.max(most, running);
            for (let wait = line.line % 4; wait >= 0; wait -= 1) await turn();
            running -= 1;
            const { bound, share, unknown } = at(line);
            return endedAt(bound * share, unknown ? ['ada'] : []);
          },
          onEnd(line, { cost: { usd, unknown } }) {
            // What is not known may have been all of it.
            spent += unknown.length > 0 ? at(line).bound : usd;
          },
        }),
      );
      expect(spent).toBeLessThanOrEqual(budget + 1e-6);
      expect(most).toBeLessThanOrEqual(parallel);
      expect([refused, unfinished]).toEqual([[], []]);
      const [next] = notAsked;
      expect(stoppedBy).toBe(next === undefined ? undefined : 'budget');
      if (next) expect(spent + at(next).bound).toBeGreaterThan(budget - 1e-6);
    },
  );

  it('goes on past a line that the server refuses', async () => {
    const ended: number[] = [];
    const ask = async ({ line }: BatchLine) => {
      if (line === 2) throw new CircleApiError('there is no circle "x"', { type: 'invalid-input', status: 400, retryable: false });
      return endedAt(0);
    };
    const outcome = await runLines(
      [1, 2, 3].map((line) => lineOf(line)),
      optionsOf({ ask, onEnd: ({ line }) => void ended.push(line) }),
    );
    expect(ended).toEqual([1, 3]);
    expect(outcome).toMatchObject({
      refused: [{ line: { line: 2 }, reason: 'there is no circle "x"' }],
      notAsked: [],
      stoppedBy: undefined,
    });
    expect(exitCode([resultOf(1), resultOf(3)], outcome)).toBe(1);
    expect(summary([resultOf(1), resultOf(3)], outcome)).toBe(
      'line 2: there is no circle "x"\n2 decided, 0 without consensus, 1 failed · $0.2000',
    );
  });

  it.each([
    ['there is no server', new CircleApiError('no circle answers', { type: 'unreachable', status: 0, retryable: true })],
    ['the key is wrong', new CircleApiError('this key is not known', { type: 'unauthorized', status: 401, retryable: false })],
  ])('stops when %s, which every line would meet', async (_, error) => {
    const outcome = await runLines(
      [1, 2, 3, 4].map((line) => lineOf(line)),
      optionsOf({ parallel: 1, ask: () => Promise.reject(error) }),
    );
    expect(outcome).toMatchObject({ unfinished: [{ line: 1 }], stoppedBy: error });
    expect(summary([], outcome)).toMatch(/unfinished: line 1; run it again to take them up\nnot asked: lines 2-4\n/);
    expect(exitCode([], outcome)).toBe(1);
  });

  it('stops when it is interrupted', async () => {
    const controller = new AbortController();
    const ask = async ({ line }: BatchLine) => {
      if (line < 3) return endedAt(0);
      controller.abort();
      throw controller.signal.reason;
    };
    const outcome = await runLines(
      [1, 2, 3, 4, 5].map((line) => lineOf(line)),
      optionsOf({ parallel: 1, ask, signal: controller.signal }),
    );
    expect(outcome).toMatchObject({ unfinished: [{ line: 3 }], notAsked: [{ line: 4 }, { line: 5 }], stoppedBy: 'interrupt' });
    expect(exitCode([resultOf(1)], outcome)).toBe(130);
  });

  it.each<[number, string, readonly BatchResult['status'][]]>([
    [0, 'all are decided', ['decided', 'decided']],
    [2, 'one has no consensus', ['decided', 'no-consensus']],
    [2, 'one has no quorum', ['no-quorum']],
    [1, 'one has failed', ['no-consensus', 'failed']],
  ])('exits %i when %s', (code, _, statuses) => {
    const done = statuses.map((status, index) => resultOf(index + 1, { status }));
    expect(exitCode(done, { refused: [], unfinished: [], notAsked: [], stoppedBy: undefined })).toBe(code);
  });

  it('says how many lines have a cost that is not known', () => {
    const outcome = { refused: [], unfinished: [], notAsked: [], stoppedBy: undefined };
    expect(summary([resultOf(1, { costUnknown: ['ada'] }), resultOf(2)], outcome)).toMatch(
      /\$0\.2\d*, and calls of 1 line whose cost is not known$/,
    );
    expect(summary([resultOf(1)], outcome)).not.toContain('not known');
  });

  it('exits 2 when the budget was not enough', () => {
    const outcome = { refused: [], unfinished: [], notAsked: [lineOf(2), lineOf(3), lineOf(7)], stoppedBy: 'budget' } as const;
    expect(exitCode([resultOf(1)], outcome)).toBe(2);
    expect(summary([resultOf(1)], outcome)).toContain('not asked, since the budget is used up: lines 2-3, 7');
  });
});
