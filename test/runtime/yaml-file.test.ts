import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { circlesFile } from '../../shared/contract/circle.ts';
import { lineOf, parseYaml } from '../../shared/runtime/yaml-file.ts';

const schema = z.strictObject({
  name: z.string(),
  sizes: z.array(z.number()).default([]),
  nested: z.strictObject({ on: z.boolean() }).optional(),
});

/** The message that a text is refused with. */
function refusal(text: string, by: z.ZodType = schema): string {
  try {
    parseYaml(text, 'file.yaml', by);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidConfiguration', retryable: false });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('the text was accepted');
}

describe('a YAML file', () => {
  it('is parsed through its schema, defaults included', () => {
    expect(parseYaml('name: x\n', 'file.yaml', schema)).toEqual({ name: 'x', sizes: [] });
  });

  it.each([
    ['an unknown key', 'name: x\n\n# a comment\ncolour: red\n', 'file.yaml:4: colour: unknown key'],
    ['an unknown key inside', 'name: x\nnested:\n  on: true\n  off: false\n', 'file.yaml:4: nested.off: unknown key'],
    ['a wrong type', 'name: x\nnested:\n  on: perhaps\n', 'file.yaml:3: nested.on: Invalid input: expected boolean, received string'],
    [
      'a wrong entry of a list',
      'name: x\nsizes:\n  - 1\n  - two\n',
      'file.yaml:4: sizes.1: Invalid input: expected number, received string',
    ],
    [
      'a missing key, at the line of what lacks it',
      'name: x\nnested: {}\n',
      'file.yaml:2: nested.on: Invalid input: expected boolean, received undefined',
    ],
    ['an empty file', '', 'file.yaml:1: the file is empty'],
    ['a file of remarks', '# nothing\n', 'file.yaml:1: the file is empty'],
  ])('names file, line and key of %s', (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it.each([
    ['a list that is never closed', 'name: x\nsizes: [1, 2\n', /^file\.yaml:3: /],
    ['a key given twice', 'name: x\nsizes: []\nname: y\n', /^file\.yaml:3: Map keys must be unique/],
    ['a second document', 'name: x\n---\nname: y\n', /^file\.yaml:2: a second document begins here \(---\): a file must hold one$/],
    ['a tab as indentation', 'nested:\n\ton: true\n', /^file\.yaml:2: /],
  ])('names the line of what is not YAML: %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  it('has one line for each thing that is wrong', () => {
    expect(refusal('colour: red\nsizes: 3\n').split('\n')).toHaveLength(3);
  });

  it('names the line of a name that no expert may have', () => {
    const text = 'experts:\n  Ada: { provider: openai, model: m }\ncircles: {}\n';
    expect(refusal(text, circlesFile)).toMatch(/^file\.yaml:2: experts\.Ada: must be 1 to 64 lower-case letters/);
  });
});

describe('a mistake in circles.yaml', () => {
  const refused = (text: string) => refusal(text, circlesFile);
  const expert = (more: string) => `experts:\n  ada: { provider: openai, model: m${more} }\ncircles: { default: { experts: [ada] } }\n`;
  const circle = (more: string) => `experts: { ada: { provider: openai, model: m } }\ncircles:\n  default: { ${more} }\n`;
  const schedule = (more: string) => `${circle('experts: [ada]')}schedules:\n  daily: { cron: "0 7 * * *"${more} }\n`;

  it.each([
    [expert(', modle: x'), 'file.yaml:2: experts.ada.modle: unknown key; is "model" meant?'],
    [expert(', base_url: "https://h/v1"'), 'file.yaml:2: experts.ada.base_url: unknown key; is "baseUrl" meant?'],
    [circle('experts: [ada], qourum: 1'), 'file.yaml:3: circles.default.qourum: unknown key; is "quorum" meant?'],
    [circle('experts: [ada], limits: { calls: 3, dollars: 1 }'), 'file.yaml:3: circles.default.limits.dollars: unknown key'],
    [circle('experts: [ada], limits: { call: 3 }'), 'file.yaml:3: circles.default.limits.call: unknown key; is "calls" meant?'],
    [schedule(', consultaton: {}'), 'schedules.daily.consultaton: unknown key; is "consultation" meant?'],
    ['expert: {}\ncircles: {}\n', 'file.yaml:1: expert: unknown key; is "experts" meant?'],
  ])('names the key that may be meant: %j', (text, message) => {
    expect(refused(text)).toContain(message);
  });

  it.each([
    [circle('experts: [ada], seats: { from: [ada], choose: 1 }'), 'circles.default.seats: cannot stand beside `experts`: one of both'],
    [circle('quorum: 1'), 'circles.default.experts: must be given, or `seats` in its place'],
    [
      schedule(', consultation: { question: "Why?" }, review: { bucket: b }'),
      'schedules.daily.review: cannot stand beside `consultation`: one of both',
    ],
    [schedule(''), 'schedules.daily.consultation: must be given, or `review` in its place'],
  ])('says which key is too many, and which is missing: %j', (text, message) => {
    expect(refused(text)).toContain(message);
  });

  it('says of a wrong type no more than that', () => {
    expect(refused(circle('experts: [ada], webhooks: "http://receiver.example"'))).toBe(
      'file.yaml:3: circles.default.webhooks: Invalid input: expected array, received string',
    );
  });

  it.each(['ftp://host/v1', 'host/v1', 'host:8080'])('says what an address is: %s', (address) => {
    expect(refused(expert(`, baseUrl: "${address}"`))).toBe(
      'file.yaml:2: experts.ada.baseUrl: must be an http or https address, such as https://host/v1',
    );
  });
});

describe('lineOf', () => {
  it('is the line of a key, or of the nearest part that stands in the file', () => {
    const text = 'a:\n  b:\n    - x\n    - y\n';
    expect([['a'], ['a', 'b'], ['a', 'b', '1'], ['a', 'missing'], ['nowhere']].map((path) => lineOf(text, path))).toEqual([1, 2, 4, 1, 1]);
  });
});
