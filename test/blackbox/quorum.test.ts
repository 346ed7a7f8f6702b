/** What users found at the quorum, on the whole path of embedded mode: each case with its right value. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchResult } from '../../shared/contract/batch.ts';
import { openAiError } from '../../shared/contract/chat.ts';
import { runCircle } from '../support/circle-command.ts';
import { type CircleClient, circleClient, problemIn } from './circle-client.ts';
import { inProcess } from './in-process-target.ts';
import { type KnowledgeFolder, writeKnowledge } from './knowledge-folder.ts';
import type { OpenTarget } from './target.ts';

let knowledge: KnowledgeFolder;
let target: OpenTarget;
let circle: CircleClient;

const script = [
  { match: 'tie', expert: 'ada', answer: 'Answer: yes', delayMs: 50 },
  { match: 'tie', expert: 'bob', answer: 'Answer: no', delayMs: 100 },
  { match: 'tie', expert: 'cyd', answer: 'Answer: no', delayMs: 600 },
  { match: 'slow', expert: 'cyd', answer: 'Answer: no', delayMs: 1500 },
  { match: 'mute', expert: 'bob', answer: 'I would rather not say.', delayMs: 200 },
  { match: 'split', expert: 'bob', answer: 'Answer: no' },
  { answer: 'Answer: yes' },
];

beforeAll(async () => {
  const expert = (model: string) => ({ provider: 'scripted', model, family: model, script: 'quorum.jsonl' });
  const unset = { provider: 'openai', model: 'gpt-5' };
  const [pair, three] = [
    ['ada', 'bob'],
    ['ada', 'bob', 'cyd'],
  ];
  knowledge = writeKnowledge({
    experts: { ada: expert('ada'), bob: expert('bob'), cyd: expert('cyd'), first: unset, second: unset },
    circles: {
      default: { experts: ['ada', 'first', 'second'], quorum: 3, unavailable: 'skip', deadlineSeconds: 30 },
      lowered: { experts: ['ada', 'first', 'second'], quorum: 3, minimum: 1, unavailable: 'skip', deadlineSeconds: 30 },
      pair: { experts: pair, quorum: 2, deadlineSeconds: 30 },
      three: { experts: three, quorum: 2, deadlineSeconds: 30 },
      counting: { experts: three, quorum: 2, stop: 'quorum', deadlineSeconds: 30 },
      impatient: { experts: three, quorum: 2, late: 'abort', deadlineSeconds: 30 },
    },
  });
  writeFileSync(join(knowledge.path, 'quorum.jsonl'), script.map((line) => `${JSON.stringify(line)}\n`).join(''));
  target = await inProcess.open(knowledge.path);
  circle = circleClient(target.url, target.key, 15_000);
}, 900_000);
afterAll(async () => {
  await target?.close();
  knowledge?.remove();
});

const options = ['yes', 'no'];
const run = (parameters: readonly string[], folder?: string) =>
  runCircle(parameters, { environment: { CIRCLE_URL: target.url, CIRCLE_API_KEY: target.key }, ...(folder && { folder }) });
const decide = async (body: object) => circle.end(await circle.ask({ options, ...body }));

describe('a quorum that cannot be reached since experts cannot be asked', () => {
  it('is kept, and the question refused with what to do', async () => {
    const refused = problemIn(await circle.send('POST', '/v1/consultations', { body: { question: 'Safe?', options } }), 400);
    expect(refused.errors).toEqual([
      { field: 'quorum', message: expect.stringMatching(/"default" is 3, but only 1 of its 3 experts can be asked now.*"minimum": 1/) },
    ]);
    const asked = await run(['ask', 'Safe?', '--options', 'yes,no']);
    expect(asked).toMatchObject({ code: 1, stdout: '' });
    expect(asked.stderr).toContain('only 1 of its 3 experts can be asked now');
  });

  it('opens no gate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-gate-'));
    writeFileSync(join(folder, 'migration.sql'), 'DROP TABLE orders;\n');
    expect((await run(['review', 'migration.sql'], folder)).code).not.toBe(0);
  });

  it('is lowered openly by circle or request, and the verdict says so', async () => {
    for (const body of [
      { question: 'Safe?', circle: 'lowered' },
      { question: 'Safe?', minimum: 1 },
    ]) {
      const { status, verdict, quorum, minimum } = await decide(body);
      expect({ status, quorum, minimum }).toEqual({ status: 'decided', quorum: 3, minimum: 1 });
      expect(verdict?.coverage).toEqual({ asked: 1, answered: 1, families: 1, quorum: 3, minimum: 1 });
    }
    expect((await run(['ask', 'Safe?', '--options', 'yes,no', '--minimum', '1'])).stdout).toContain('quorum 3, lowered to at least 1');
  });

  it('shows in the list of circles with how many can be asked', async () => {
    expect((await run(['circles'])).stdout).toMatch(/default +3 +1 of 3 /);
  });
});

describe('where nothing is decided', () => {
  it('the API names positions and no answer', async () => {
    const { status, verdict } = await decide({ question: 'split?', circle: 'pair' });
    expect(status).toBe('no-consensus');
    expect(verdict).toMatchObject({ answer: null, pick: null, confidence: null, stability: null, dissent: [] });
    expect(verdict?.positions?.toSorted((a, b) => a.answer.localeCompare(b.answer))).toEqual([
      { experts: ['bob'], share: 0.5, answer: 'no' },
      { experts: ['ada'], share: 0.5, answer: 'yes' },
    ]);
  });

  it('the chat door answers 400 with them, however often it is asked', async () => {
    const messages = [{ role: 'user', content: 'split?' }];
    for (let time = 0; time < 3; time += 1) {
      const answer = await circle.send('POST', '/v1/chat/completions', { body: { model: 'circle/pair', messages, circle: { options } } });
      expect(answer.status).toBe(400);
      const { error } = openAiError.parse(JSON.parse(answer.text));
      expect(error).toMatchObject({ code: 'consultation_no_consensus' });
      expect(error.positions).toHaveLength(2);
      expect(error.message).toContain('50%, ada: yes');
    }
  });

  it('the first line of ask is empty and the code 2', async () => {
    const { code, stdout } = await run(['ask', 'split?', '--options', 'yes,no', '-c', 'pair']);
    expect(code).toBe(2);
    expect(stdout.split('\n')[0]).toBe('');
    expect(stdout).toMatch(/^position +50%, (?:ada: yes|bob: no)$/m);
    expect(stdout).not.toMatch(/^(?:agreed|dissent|stability)/m);
  });

  it('a line of a batch has positions and no answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'circle-batch-'));
    writeFileSync(join(folder, 'q.jsonl'), `${JSON.stringify({ question: 'split?', options, circle: 'pair' })}\n`);
    expect((await run(['batch', 'q.jsonl'], folder)).code).toBe(2);
    const result = batchResult.parse(JSON.parse(readFileSync(join(folder, 'q.results.jsonl'), 'utf8')));
    expect(result).toMatchObject({ status: 'no-consensus', answer: null });
    expect(result.positions).toHaveLength(2);
  });

  it('a reply without an answer fills no quorum', async () => {
    const { status, verdict, opinions } = await decide({ question: 'mute?', circle: 'pair' });
    expect(status).toBe('no-quorum');
    expect(verdict).toMatchObject({ answer: null, coverage: { asked: 2, answered: 1 }, endedBy: 'impossible' });
    expect(opinions.find(({ expert }) => expert === 'bob')).toMatchObject({ status: 'unreadable', answer: 'I would rather not say.' });
    expect(verdict?.missing).toMatchObject([{ expert: 'bob', status: 'unreadable' }]);
  });
});

describe('a run', () => {
  it('waits in a tie for the expert that was asked', async () => {
    const { status, verdict } = await decide({ question: 'tie?', circle: 'three' });
    expect({ status, answer: verdict?.answer }).toEqual({ status: 'decided', answer: 'no' });
    expect(verdict).toMatchObject({ endedBy: 'all', coverage: { answered: 3 } });
  });

  it('ends once its outcome is settled, and names who is late as that', async () => {
    const id = await circle.ask({ question: 'slow?', options, circle: 'three' });
    const { verdict } = await circle.end(id);
    expect(verdict).toMatchObject({ answer: 'yes', endedBy: 'settled', coverage: { answered: 2 } });
    expect(verdict?.missing).toMatchObject([
      { expert: 'cyd', status: 'late', error: { message: 'the outcome was settled before this answer came' } },
    ]);
    const late = await circle.see(id, ({ opinions }) => opinions.find(({ expert, answer }) => expert === 'cyd' && answer !== undefined));
    expect(late).toMatchObject({ status: 'late' });
    expect((await circle.look(id)).verdict).toEqual(verdict);
  });

  it('ends at its count where its circle says so', async () => {
    const { status, verdict } = await decide({ question: 'tie?', circle: 'counting' });
    expect({ status, answer: verdict?.answer }).toEqual({ status: 'no-consensus', answer: null });
    expect(verdict).toMatchObject({ endedBy: 'quorum', missing: [{ expert: 'cyd', status: 'late' }] });
  });

  it('gives calls under way up where its circle says so', async () => {
    const id = await circle.ask({ question: 'slow?', options, circle: 'impatient' });
    const { verdict } = await circle.end(id);
    expect(verdict?.missing).toMatchObject([{ expert: 'cyd', status: 'abandoned' }]);
    const given = await circle.see(id, ({ opinions }) => opinions.find(({ error }) => error?.type === 'abandoned'));
    expect(given).toMatchObject({ expert: 'cyd', status: 'abandoned', error: { message: expect.stringContaining('given up') } });
  });

  it('hangs on each of two against one, every time it is asked', async () => {
    for (let time = 0; time < 6; time += 1) {
      const { verdict } = await decide({ question: `split, ${time}?`, circle: 'three', quorum: 3 });
      expect(verdict?.stability?.pivotal).toEqual(['ada', 'cyd']);
    }
  });
});
