import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveSeat } from '../../shared/domain/seating.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

const shipped = join(import.meta.dirname, '../../layers/knowledge');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  for (const file of ['providers.yaml', 'prices.yaml']) cpSync(join(shipped, file), join(folder, file));
  mkdirSync(join(folder, 'personas'));
  writeFileSync(join(folder, 'personas/sage.md'), 'You are wise.\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const experts = 'experts:\n  ada: { provider: openai, model: m, persona: sage }\n  bob: { provider: human, model: person }\n';
const circles = 'circles:\n  default: { experts: [ada, bob] }\n';

/** Loads the folder with this text as its `circles.yaml`. */
function load(text: string) {
  writeFileSync(join(folder, 'circles.yaml'), text);
  return loadKnowledge(folder);
}

describe('the knowledge that is shipped', () => {
  const knowledge = loadKnowledge(shipped);

  it('can seat every expert that it declares', () => {
    for (const name of Object.keys(knowledge.experts)) expect(resolveSeat(name, knowledge)).toMatchObject({ expert: name });
  });

  it('has a default circle that needs nobody in particular, and a demo circle to sit in for it', () => {
    expect(knowledge.circles['default']).toMatchObject({ unavailable: 'skip' });
    expect(Object.values(knowledge.circles).filter(({ demo }) => demo)).toHaveLength(1);
  });
});

describe('a knowledge folder', () => {
  it('is read whole: experts, circles, providers, prices, personas, and where scripts lie', () => {
    const knowledge = load(experts + circles);

    expect(Object.keys(knowledge.experts)).toEqual(['ada', 'bob']);
    expect(knowledge).toMatchObject({ personas: { sage: 'You are wise.\n' }, schedules: {}, folder });
    expect(knowledge.providers['anthropic']).toMatchObject({ kind: 'anthropic' });
    expect(knowledge.prices.asOf).toMatch(/^\d{4}-/);
  });

  it('says what a circle does with what it learns, in one of three words', () => {
    expect(load(`${experts}circles:\n  quiet: { experts: [ada], learning: shadow }\n`).circles).toMatchObject({
      quiet: { learning: 'shadow' },
    });
    expect(() => load(`${experts}circles:\n  quiet: { experts: [ada], learning: perhaps }\n`)).toThrow(
      /^circles\.yaml:5: circles\.quiet\.learning: /,
    );
  });

  it('may have its circles in another file, against whose folder scripts are resolved', () => {
    const elsewhere = join(folder, 'mine');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'team.yaml'), experts + circles);

    const knowledge = loadKnowledge(folder, join(elsewhere, 'team.yaml'));

    expect(knowledge.folder).toBe(elsewhere);
  });

  it('takes a schedule, in UTC unless it says otherwise', () => {
    const { schedules } = load(
      `${experts}${circles}schedules:\n  weekly: { cron: "0 7 * * 1", consultation: { question: "All well?" } }\n`,
    );
    expect(schedules['weekly']).toEqual({ cron: '0 7 * * 1', timezone: 'UTC', consultation: { question: 'All well?' } });
  });
});

describe('wrong knowledge names file, line and key:', () => {
  const schedule = (fields: string) => `${experts}${circles}schedules:\n  weekly: { ${fields} }\n`;

  it.each([
    ['an unknown key', `${experts}${circles}colour: red\n`, 'circles.yaml:6: colour: unknown key'],
    [
      'a wrong type',
      `${experts}circles:\n  default: { experts: [ada], quorum: two }\n`,
      'circles.yaml:5: circles.default.quorum: Invalid input: expected number, received string',
    ],
    ['broken YAML', `${experts}circles: {`, /^circles\.yaml:4: /],
    [
      'an unknown provider',
      `experts:\n  ada: { provider: nowhere, model: m }\n${circles}`,
      /^circles\.yaml:2: experts\.ada\.provider: unknown provider "nowhere"; known: anthropic, /,
    ],
    [
      'a provider called like what every object inherits',
      `experts:\n  ada: { provider: constructor, model: m }\ncircles: {}\n`,
      /^circles\.yaml:2: experts\.ada\.provider: unknown provider/,
    ],
    [
      'a missing persona',
      'experts:\n  ada:\n    provider: openai\n    model: m\n    persona: fool\ncircles: {}\n',
      'circles.yaml:5: experts.ada.persona: there is no personas/fool.md',
    ],
    [
      'an expert with a key that callers may sign with',
      'experts:\n  ada: { provider: openai, model: m, key: WEBHOOK_SECRET }\ncircles: {}\n',
      /^circles\.yaml:2: experts\.ada\.key: must not begin with WEBHOOK_/,
    ],
    [
      'a webhook that no consultation could have',
      `${experts}circles:\n  default:\n    experts: [ada]\n    webhooks: [{ url: "ftp://hooks.example.com/" }]\n`,
      /^circles\.yaml:7: circles\.default\.webhooks\.0\.url: must be an http or https URL/,
    ],
    [
      'a server without an address',
      'experts:\n  ada: { provider: openai-compatible, model: m }\ncircles: {}\n',
      'circles.yaml:2: experts.ada: needs a baseUrl',
    ],
    [
      'a script that is not named',
      'experts:\n  ada: { provider: scripted, model: m }\ncircles: {}\n',
      'circles.yaml:2: experts.ada: needs a script',
    ],
    [
      'a key that looks like a value',
      'experts:\n  ada: { provider: openai, model: m, key: sk-123 }\ncircles: {}\n',
      /^circles\.yaml:2: experts\.ada\.key: must name an environment variable or secret/,
    ],
    [
      'an unknown expert in a circle',
      `${experts}circles:\n  default:\n    experts:\n      - ada\n      - eve\n`,
      'circles.yaml:8: circles.default.experts.1: there is no expert "eve"',
    ],
    [
      'an expert twice in a circle',
      `${experts}circles:\n  default: { experts: [ada, ada] }\n`,
      'circles.yaml:5: circles.default.experts: lists an expert twice',
    ],
    [
      'a quorum above the experts',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    quorum: 3\n`,
      'circles.yaml:7: circles.default.quorum: is 3, but the circle has 2 experts',
    ],
    [
      'a minimum above the quorum',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    minimum: 3\n`,
      'circles.yaml:7: circles.default.minimum: is 3, above the quorum of 2',
    ],
    [
      'a schedule with a bad cron',
      schedule('cron: "* * * *", consultation: { question: "?" }'),
      /^circles\.yaml:7: schedules\.weekly\.cron: must have five fields/,
    ],
    [
      'a schedule at a minute that no hour has',
      schedule('cron: "99 7 * * 1", consultation: { question: "?" }'),
      /^circles\.yaml:7: schedules\.weekly\.cron: .*99/,
    ],
    [
      'a schedule in no time zone',
      schedule('cron: "0 7 * * 1", timezone: Moon/Base, consultation: { question: "?" }'),
      'circles.yaml:7: schedules.weekly.timezone: unknown time zone "Moon/Base"',
    ],
    [
      'a schedule for no circle',
      schedule('cron: "0 7 * * 1", consultation: { question: "?", circle: none }'),
      /^circles\.yaml:7: schedules\.weekly\.consultation\.circle: there is no circle "none"/,
    ],
    [
      'a schedule for no expert',
      schedule('cron: "0 7 * * 1", consultation: { question: "?", experts: [ada, eve] }'),
      /^circles\.yaml:7: schedules\.weekly\.consultation\.experts\.1: there is no expert "eve"/,
    ],
    [
      'a schedule without a question',
      schedule('cron: "0 7 * * 1", consultation: {}'),
      /^circles\.yaml:7: schedules\.weekly\.consultation\.question: /,
    ],
  ])('%s', (_, text, message) => {
    expect(() => load(text)).toThrowError(
      expect.objectContaining({
        name: 'InvalidConfiguration',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });

  it('several at once, a line each', () => {
    const text =
      'experts:\n  ada: { provider: openai-compatible, model: m, persona: fool }\ncircles:\n  default: { experts: [eve], quorum: 2 }\n';
    expect(() => load(text)).toThrowError(expect.objectContaining({ message: expect.stringMatching(/^(circles\.yaml:\d+: .+\n?){4}$/) }));
  });

  it('a file that is not there', () => {
    expect(() => loadKnowledge(folder, join(folder, 'none.yaml'))).toThrow(/^cannot read .*none\.yaml: ENOENT/);
  });
});
