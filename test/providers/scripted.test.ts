import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelRequest } from '../../shared/ports/model.ts';
import { scripted } from '../../shared/providers/scripted.ts';
import { expectFailure, requestFor } from './ask-model.ts';

const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

/** A folder with these files; a name that ends in `.gz` is packed. */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'script-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
  return folder;
}

/** Asks `model` of the script `demo.jsonl` that holds `text`. */
function askScript(text: string, question: string, { model = 'm', ...rest }: Partial<ModelRequest> & { model?: string } = {}) {
  return askFolder(folderOf({ 'demo.jsonl': text }), 'demo.jsonl', question, model, rest);
}

function askFolder(knowledgeFolder: string, script: string, question: string, model: string, rest: Partial<ModelRequest> = {}) {
  return scripted.ask(requestFor({ provider: 'scripted', model, script }, { question, knowledgeFolder, key: undefined, ...rest }));
}

describe('a written script', () => {
  const script = lines(
    { question: 'Which port?', answer: '443' },
    { match: '^Is .* safe', expert: 'careful', answer: 'No.' },
    { match: '^Is .* safe', answer: 'Yes.', usage: { inputTokens: 3, outputTokens: null } },
    { answer: 'I do not know.' },
    { match: 'port', answer: 'never reached by "Which port?"' },
  );

  it.each([
    ['Which port?', 'm', '443'],
    [' Which port? ', 'm', '443'],
    ['Is this template safe?', 'careful', 'No.'],
    ['Is this template safe?', 'careless', 'Yes.'],
    ['A port in the storm', 'm', 'never reached by "Which port?"'],
    ['Anything else', 'm', 'I do not know.'],
  ])('answers "%s" for model %s', async (question, model, text) => {
    expect((await askScript(script, question, { model })).text).toBe(text);
  });

  it('keeps a line for questions of its kind', async () => {
    const byKind = lines({ kind: 'choice', answer: '{{option:1}}' }, { kind: 'short', answer: '42' }, { answer: 'a text' });

    expect((await askScript(byKind, 'q', { kind: 'choice', options: ['red', 'blue'] })).text).toBe('red');
    expect((await askScript(byKind, 'q', { kind: 'short' })).text).toBe('42');
    expect((await askScript(byKind, 'q', { kind: 'text' })).text).toBe('a text');
  });

  it('reports the usage that the line gives, and else none', async () => {
    expect((await askScript(script, 'Is it safe?')).usage).toEqual({ inputTokens: 3, outputTokens: null });
    expect((await askScript(script, 'Which port?')).usage).toEqual({ inputTokens: null, outputTokens: null });
  });

  it.each([
    ['You asked: {{question}}', ['red', 'blue'], 'You asked: {{option:1}} or $& ?'],
    ['{{option:1}}/{{option:2}}', ['red', 'blue'], 'red/blue'],
    ['{{option:0}}/{{option:9}}', ['red', 'blue'], 'red/blue'],
    ['[{{option:1}}]', undefined, '[]'],
  ])('fills %s', async (answer, options, text) => {
    expect((await askScript(lines({ answer }), '{{option:1}} or $& ?', { options })).text).toBe(text);
  });

  it('fails as the line says, with its usage', async () => {
    const usage = { inputTokens: 7, outputTokens: null };

    const failure = await expectFailure(askScript(lines({ answer: '', error: 'rate-limited', usage }), 'q'), 'rate-limited');

    expect(failure.usage).toEqual(usage);
  });

  it('answers after its delay', async () => {
    expect((await askScript(lines({ answer: 'late', delayMs: 5 }), 'q', { timeoutMs: 5_000 })).text).toBe('late');
  });

  it('gives up a delay that is longer than the time there is', async () => {
    await expectFailure(askScript(lines({ answer: 'late', delayMs: 60_000 }), 'q', { timeoutMs: 50 }), 'timeout');
  });

  it('throws the reason of an abort during a delay', async () => {
    const controller = new AbortController();
    const reason = new Error('the run has ended');
    const outcome = expect(askScript(lines({ answer: 'late', delayMs: 60_000 }), 'q', { signal: controller.signal })).rejects.toBe(reason);

    controller.abort(reason);

    await outcome;
  });

  it('tells an answer of white space', async () => {
    await expectFailure(askScript(lines({ answer: ' \n' }), 'q'), 'empty-answer');
  });

  it('has nothing for a question that is not in it', async () => {
    await expectFailure(askScript(lines({ question: 'a', answer: 'b' }), 'c'), 'script-missing');
    await expectFailure(askScript(lines({ expert: 'other', answer: 'b' }), 'c'), 'script-missing');
  });

  it.each([
    ['{"answer":', 'line 2: is not JSON'],
    ['{"anwser":"x"}', 'line 2: Unrecognized key: "anwser"'],
    ['{"question":"x"}', 'line 2: needs an answer or an error'],
    ['{"answer":"x","error":"no-such"}', 'line 2: error is no failure type'],
    ['{"match":"(","answer":"x"}', 'line 2: '],
  ])('names file and line of %s', async (line, message) => {
    const failure = await expectFailure(askScript(`${lines({ question: 'a', answer: 'b' })}\n${line}`, 'a'), 'script-missing');

    expect(failure.message).toContain('demo.jsonl, ');
    expect(failure.message).toContain(message);
  });

  it('tells a file that is not there, and a seat without one', async () => {
    await expectFailure(askFolder('/nowhere', 'demo.jsonl', 'q', 'm'), 'script-missing');
    await expectFailure(scripted.ask(requestFor({ provider: 'scripted' })), 'script-missing');
  });

  it('reads the file again when it has changed', async () => {
    const folder = folderOf({ 'demo.jsonl': lines({ answer: 'one' }) });
    expect((await askFolder(folder, 'demo.jsonl', 'q', 'm')).text).toBe('one');

    writeFileSync(join(folder, 'demo.jsonl'), lines({ answer: 'two' }));
    utimesSync(join(folder, 'demo.jsonl'), new Date(), new Date(Date.now() + 5_000));

    expect((await askFolder(folder, 'demo.jsonl', 'q', 'm')).text).toBe('two');
  });

  it('takes an absolute path as it is', async () => {
    const folder = folderOf({ 'demo.jsonl': lines({ answer: 'found' }) });

    expect((await askFolder('/nowhere', join(folder, 'demo.jsonl'), 'q', 'm')).text).toBe('found');
  });
});

describe('a replay of recorded answers', () => {
  const row = { id: 'gsm-0', q: ' How many eggs? ', gold: '18', a: ['18', null, '$18'], raw: ['So 18.', 'Hm.', 'It is $18'] };
  const models = ['small', 'silent', 'large'];

  it.each([
    ['small', 'So 18.'],
    ['large', 'It is $18'],
    ['small#a', '18'],
    ['large#a', '$18'],
  ])('gives what %s said', async (model, text) => {
    const reply = await askScript(lines({ models }, row), 'How many eggs?', { model });

    expect(reply).toEqual({ text, usage: { inputTokens: null, outputTokens: null } });
  });

  it('tells that a model had no answer, or was not there', async () => {
    await expectFailure(askScript(lines({ models }, row), 'How many eggs?', { model: 'silent#a' }), 'empty-answer');
    await expectFailure(askScript(lines({ models }, row), 'How many eggs?', { model: 'unknown' }), 'script-missing');
    await expectFailure(askScript(lines(row), 'How many eggs?', { model: 'small' }), 'script-missing');
  });

  it.each([
    ['of the whole folder', { models }],
    ['of the set of this name', { gsm: { models }, crux: { models: ['x', 'y', 'z'] }, models: ['a', 'b', 'c'] }],
    ['of the models with whole replies', { models: [...models, 'fourth'], raw_models: models }],
  ])('takes the order from a meta.json %s', async (_, meta) => {
    const folder = folderOf({ 'gsm-dev.jsonl.gz': lines(row), 'meta.json': JSON.stringify(meta, null, 1) });

    expect((await askFolder(folder, 'gsm-dev.jsonl.gz', 'How many eggs?', 'large')).text).toBe('It is $18');
  });

  it('names a meta.json that cannot be read', async () => {
    const folder = folderOf({ 'demo.jsonl': lines(row), 'meta.json': '{' });

    const failure = await expectFailure(askFolder(folder, 'demo.jsonl', 'q', 'm'), 'script-missing');

    expect(failure.message).toContain('meta.json: is not JSON');
  });

  it.each([
    ['small', 'C'],
    ['silent', undefined],
    ['large', undefined],
  ])('reads the vote of %s by the number of the question', async (model, text) => {
    const reply = askScript(lines({ models }, { id: 100, cat: 'law', n: 10, gold: 'C', v: 'C-.' }), '100', { model });

    if (text === undefined) await expectFailure(reply, 'empty-answer');
    else expect((await reply).text).toBe(text);
  });

  it('tells questions of the same text apart by their options', async () => {
    const script = lines(
      { models: ['m'] },
      { q: 'Which?', options: ['a', 'b'], raw: ['first'], pred: 'A' },
      { q: 'Which?', options: ['c', ' d'], raw: ['second'], pred: 'B' },
    );

    expect((await askScript(script, 'Which?', { options: ['c', 'd'] })).text).toBe('second');
    expect((await askScript(script, 'Which?')).text).toBe('first');
    expect((await askScript(script, 'Which?', { model: 'm#a', options: ['c', 'd'] })).text).toBe('B');
  });

  it('lets a written line come first, and a default last', async () => {
    const script = lines({ models }, { question: 'Mine', answer: 'written' }, { answer: 'default' }, row);

    expect((await askScript(script, 'Mine', { model: 'small' })).text).toBe('written');
    expect((await askScript(script, 'How many eggs?', { model: 'small' })).text).toBe('So 18.');
    expect((await askScript(script, 'Other', { model: 'small' })).text).toBe('default');
  });

  it('gives the same answers from a large packed file, to many seats at once', async () => {
    const count = 2_000;
    const rows = Array.from({ length: count }, (_, index) => ({ q: `Question ${index}?`, a: models.map((model) => `${model} ${index}`) }));
    const folder = folderOf({ 'demo.jsonl.gz': lines({ models }, ...rows) });

    const replies = await Promise.all(
      [0, 7, count - 1].flatMap((index) => models.map((model) => askFolder(folder, 'demo.jsonl.gz', `Question ${index}?`, model))),
    );

    expect(replies.map(({ text }) => text)).toEqual([0, 7, count - 1].flatMap((index) => models.map((model) => `${model} ${index}`)));
  });
});
