/** Many questions on their whole path, with a command that dies in the middle. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchResult } from '../../shared/contract/batch.ts';
import { type Outcome, runCircle } from '../support/circle-command.ts';
import { type CircleClient, circleClient } from './circle-client.ts';
import { eventually } from './eventually.ts';
import { inProcess } from './in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import { newTag } from './suite/context.ts';
import type { OpenTarget } from './target.ts';

const patienceMs = 15_000;
let knowledge: KnowledgeFolder;
let target: OpenTarget;
let circle: CircleClient;
let folder: string;
let tag: ReturnType<typeof newTag>;

beforeAll(async () => {
  const expert = (model: string) => ({ provider: 'scripted', model, family: model, script: 'batch.jsonl' });
  knowledge = writeKnowledge({
    experts: { ada: expert('ada'), bob: expert('bob') },
    circles: {
      default: { experts: ['ada', 'bob'], quorum: 2, deadlineSeconds: 30 },
      other: { experts: ['ada'], quorum: 1, deadlineSeconds: 30 },
    },
  });
  const script = [
    { match: 'split', expert: 'ada', answer: 'Answer: yes' },
    { match: 'split', expert: 'bob', answer: 'Answer: no' },
    // Long enough that a command can be killed while it waits.
    { match: 'slow', answer: 'Answer: yes', delayMs: 300 },
    { answer: 'Answer: yes' },
  ];
  writeFileSync(join(knowledge.path, 'batch.jsonl'), script.map((line) => `${JSON.stringify(line)}\n`).join(''));
  target = await inProcess.open(knowledge.path);
  circle = circleClient(target.url, target.key, patienceMs);
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'circle-batch-'));
  tag = newTag();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A line that no other test asks. */
const row = (question: string, fields: object = {}) => ({ question, options: ['yes', 'no'], metadata: tag.metadata, ...fields });
const write = (...rows: readonly object[]) =>
  writeFileSync(join(folder, 'q.jsonl'), rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
const resultLines = () =>
  readFileSync(join(folder, 'q.results.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const results = () => resultLines().map((line) => batchResult.parse(JSON.parse(line)));
const asked = async () => (await circle.list({ tag: tag.filter, limit: '100' })).consultations;

function batch(parameters: readonly string[] = [], onStart?: (signal: (name?: NodeJS.Signals) => void) => void): Promise<Outcome> {
  return runCircle(['batch', 'q.jsonl', ...parameters], {
    folder,
    environment: { CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key },
    ...(onStart ? { onStart } : {}),
  });
}

/** Runs until so many results are in, and sends the signal then. */
async function stopAfter(count: number, name: NodeJS.Signals, flags: readonly string[] = []): Promise<Outcome> {
  return batch(['--parallel', '2', ...flags], (signal) => {
    void eventually(() => (resultLines().length >= count ? true : undefined), patienceMs).then(() => signal(name));
  });
}

describe('circle batch', () => {
  it('asks every line, writes a result for each as it ends, and exits 2 as long as one is not decided', async () => {
    write(row('Is it so?', { id: 'first' }), row('Is it split?'), row('Is it slow?'));
    const { code, stdout, stderr } = await batch();

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/3\/3 · \$0\.0000\n2 decided, 1 without consensus, 0 failed · \$0\.0000\n$/);
    expect(results().toSorted((a, b) => a.line - b.line)).toMatchObject([
      { line: 1, key: 'first', status: 'decided', answer: 'yes', agreement: 1 },
      { line: 2, status: 'no-consensus' },
      { line: 3, status: 'decided', answer: 'yes' },
    ]);
    expect(
      results()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual((await asked()).map(({ id }) => id).toSorted());
  });

  it('killed in the middle and started again, it asks no line twice and loses none', async () => {
    write(...Array.from({ length: 8 }, (_, index) => row(`Is it slow? (${index})`)));
    const killed = await stopAfter(2, 'SIGKILL', ['--budget', '1']);
    const before = resultLines().length;
    const begun = (await asked()).length;
    // As if it had died while it wrote.
    writeFileSync(join(folder, 'q.results.jsonl'), `${resultLines().join('\n')}\n{"line":3,"id":"0`);
    // Under another budget the same line is another request: it must be taken up all the same.
    const again = await batch(['--parallel', '4', '--budget', '3']);
    const third = await batch();

    expect(killed.code).toBeNull();
    expect(before).toBeLessThan(8);
    expect(begun).toBeGreaterThan(before);
    expect([again.code, third.code], again.stderr).toEqual([0, 0]);
    expect(
      results()
        .map(({ line }) => line)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await asked()).map(({ id }) => id).toSorted()).toEqual(
      results()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('interrupted, it leaves what is running to the next run', async () => {
    write(...Array.from({ length: 5 }, (_, index) => row(`Is it slow? (${index})`)));
    const stopped = await stopAfter(1, 'SIGINT');
    const again = await batch();

    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/unfinished: lines? [\d, -]+; run it again to take them up\nnot asked: lines? [\d, -]+\n/);
    expect(again.code).toBe(0);
    expect(await asked()).toHaveLength(5);
    expect(results()).toHaveLength(5);
  });

  it('checks all lines before the first is asked', async () => {
    write(row('Is it so?'), row('', { quorum: 0 }), row('Is it so, too?', { color: 'red' }));
    const { code, stderr } = await batch();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^line 2, question: must not be empty; line 2, quorum: .*; line 3, color: is not a known field\n$/);
    expect(await asked()).toEqual([]);
  });

  it('goes past a line that the server refuses, exits 1, and asks it again the next time', async () => {
    write(row('Is it so?', { circle: 'nowhere' }), row('Is it so?'));
    const refused = await batch();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/line 1: .*there is no circle "nowhere".*\n1 decided, 0 without consensus, 1 failed/);
    write(row('Is it so?', { circle: 'other' }), row('Is it so?'));
    expect((await batch()).code).toBe(0);
    expect(await asked()).toHaveLength(2);
  });

  it('asks what the flags say where a line is silent', async () => {
    write(row('Is it so?'), row('Is it so?', { circle: 'default' }));
    expect((await batch(['--circle', 'other', '--deadline', '7', '--out', 'mine.jsonl'])).code).toBe(0);
    expect((await asked()).map(({ circle: name }) => name).toSorted()).toEqual(['default', 'other']);
    expect(readFileSync(join(folder, 'mine.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  it('starts no line that the budget may not be enough for, names those, and exits 2', async () => {
    write(row('Is it so?', { budgetUsd: 0.4 }), row('Is it slow?'), row('Is it so, too?', { budgetUsd: 2 }), row('And this?'));
    const { code, stderr } = await batch(['--budget', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('not asked, since the budget is used up: lines 3-4');
    expect(await asked()).toHaveLength(2);
  });

  it.each([
    ['--parallel', '0'],
    ['--budget', 'much'],
    ['--line-budget', '-1'],
  ])('refuses %s %s', async (flag, value) => {
    write(row('Is it so?'));
    expect(await batch([flag, value])).toMatchObject({ code: 1, stderr: expect.stringContaining(`${flag}: "${value}" does not fit`) });
  });
});
