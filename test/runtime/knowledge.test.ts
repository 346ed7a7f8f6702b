import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveSeat } from '../../shared/domain/resolve-seat.ts';
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
    expect(schedules['weekly']).toEqual({
      cron: '0 7 * * 1',
      timezone: 'UTC',
      missed: 'tell',
      overlap: 'allow',
      consultation: { question: 'All well?' },
    });
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
      'an order that names somebody twice',
      `${experts}circles:\n  default: { experts: [ada], strategy: settled, order: [ada, ada] }\n`,
      'circles.yaml:5: circles.default.order: names ada twice',
    ],
    [
      'a strategy that there is not',
      `${experts}circles:\n  default: { experts: [ada], strategy: some }\n`,
      /^circles\.yaml:5: circles\.default\.strategy: must be "all", "settled", an object \{sure\} or/,
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
      'half a price',
      'experts:\n  ada: { provider: openai, model: m, inputUsdPerMillion: 1 }\ncircles: {}\n',
      'circles.yaml:2: experts.ada.inputUsdPerMillion: needs outputUsdPerMillion beside it',
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
      'a stage of experts whom the circle has not',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    strategy: { escalate: [[ada], [cyd]] }\n`,
      'circles.yaml:7: circles.default.strategy: names cyd, not among its experts',
    ],
    [
      'an order of experts whom the circle has not',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    order: [cyd, ada]\n`,
      'circles.yaml:7: circles.default.order: names cyd, not among its experts',
    ],
    [
      'a judge that nobody has declared',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    deliberation:\n      judge: cyd\n`,
      'circles.yaml:8: circles.default.deliberation.judge: there is no expert "cyd"',
    ],
    [
      'a judge beside a ranking',
      `${experts}circles:\n  default:\n    experts: [ada, bob]\n    deliberation:\n      judge: cyd\n      ranking: true\n`,
      'circles.yaml:9: circles.default.deliberation.ranking: goes with no judge: name one of the two',
    ],
    [
      'a judge with a seat',
      `${experts}circles:\n  default:\n    experts: [ada]\n    deliberation:\n      judge: [ada]\n`,
      'circles.yaml:8: circles.default.deliberation.judge: ada has a seat itself, and would judge its own answer',
    ],
    [
      'a judge that asks the same model as a seat',
      `${experts}  twin: { provider: openai, model: m, persona: sage }\ncircles:\n  default:\n    experts: [ada]\n    deliberation:\n      judge: twin\n`,
      /^circles\.yaml:\d+: circles\.default\.deliberation\.judge: twin asks the same model as ada/,
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
    ...['+01:00', '-0330', '+2', '""'].map((offset): [string, string, string] => [
      `a schedule in the time zone ${offset}, which has no name`,
      schedule(`cron: "0 7 * * 1", timezone: ${offset.startsWith('"') ? offset : `"${offset}"`}, consultation: { question: "?" }`),
      `circles.yaml:7: schedules.weekly.timezone: unknown time zone ${offset.startsWith('"') ? offset : `"${offset}"`}`,
    ]),
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

describe('the address of an expert', () => {
  const loadWith = (baseUrl: string) =>
    load(
      `experts:\n  ada:\n    provider: openai-compatible\n    model: m\n    baseUrl: "${baseUrl}"\ncircles:\n  default: { experts: [ada] }\n`,
    );

  it.each([
    ['http://ollama:S3cretPass@127.0.0.1:7413/v1', /must not hold a name or password/],
    ['http://S3cretPass@127.0.0.1:7413/v1', /must not hold a name or password/],
    ['http://:S3cretPass@127.0.0.1:7413/v1', /must not hold a name or password/],
    ['https://h.test/v1?api-version=2024-06-01', /must not hold a query/],
    ['https://h.test/v1?', /must not hold a query/],
    ['https://h.test/v1#x', /must not hold a fragment/],
    ['https://h.test/v1#', /must not hold a fragment/],
    ['https://h.test/v1/chat/completions', /must end before \/chat\/completions/],
    ['https://h.test/v1/chat/completions/', /must end before \/chat\/completions/],
    ['https://h.test/v1/models', /must end before \/models/],
    ['http://h.test:11434/api/chat', /must end before \/api\/chat/],
    ['https://h.test/v1//', /empty part/],
    ['https://h.test//v1', /empty part/],
    ['ftp://h.test/v1', /baseUrl/],
    ['h.test/v1', /baseUrl/],
  ])('%s is refused with its line, and never shown', (baseUrl, reason) => {
    expect(() => loadWith(baseUrl)).toThrow(reason);
    expect(() => loadWith(baseUrl)).toThrow(/^circles\.yaml:5: experts\.ada\.baseUrl: /);
    expect(() => loadWith(baseUrl)).not.toThrow(/S3cretPass/);
  });

  it.each([
    'http://127.0.0.1:1234',
    'http://127.0.0.1:1234/',
    'http://localhost:8080/v1',
    'https://openrouter.ai/api/v1',
    'HTTP://H.test/v1/',
    'http://[::1]:8080/v1',
    'https://h.test/models/v1',
  ])('%s is taken', (baseUrl) => {
    expect(loadWith(baseUrl).experts['ada']).toMatchObject({ baseUrl });
  });

  it('is held to the same in providers.yaml', () => {
    writeFileSync(join(folder, 'providers.yaml'), 'own: { kind: openai-compatible, baseUrl: "http://a:S3cretPass@h.test/v1" }\n');
    expect(() => load('experts: {}\ncircles: {}\n')).toThrow(/^providers\.yaml:1: own\.baseUrl: must not hold a name or password/);
  });
});

describe('the settings of requests', () => {
  const loadWith = (provider: string, settings: string) =>
    load(`experts:\n  ada: { provider: ${provider}, model: m, ${settings} }\ncircles:\n  default: { experts: [ada] }\n`);
  const own = 'openai-compatible, baseUrl: "http://h.test/v1"';

  it.each([
    'maxTokensField: max_completion_tokens',
    'systemRole: false',
    'extraBody: { reasoning_effort: low, chat_template_kwargs: { enable_thinking: false } }',
  ])('%s goes into the seat', (settings) => {
    const [name = ''] = settings.split(':');
    expect(resolveSeat('ada', loadWith(own, settings))).toHaveProperty(name);
  });

  it.each([
    [own, 'maxTokensField: tokens', /maxTokensField/],
    [own, 'extraBody: { model: other }', /extraBody: must not set model/],
    [own, 'extraBody: { stream: true }', /extraBody: must not set/],
    ['anthropic', 'systemRole: false', /systemRole: goes with openai-compatible and openai only, not with anthropic/],
    ['openai', 'maxTokensField: max_tokens', /maxTokensField: goes with openai-compatible only/],
  ])('of %s, %s is refused', (provider, settings, reason) => {
    expect(() => loadWith(provider, settings)).toThrow(reason);
  });
});

describe('a schedule', () => {
  const loadWith = (cron: string) =>
    load(`${experts}${circles}schedules:\n  often: { cron: "${cron}", consultation: { question: Why? } }\n`);

  it.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4,6,9,11 *'])('%s never comes, and is refused', (cron) => {
    expect(() => loadWith(cron)).toThrow(/schedules\.often\.cron: names a day that never comes/);
  });

  it('with a question mark would mean two things, and is refused', () => {
    expect(() => loadWith('0 6 ? * 1')).toThrow(/question mark/);
  });

  it.each(['0 0 29 2 *', '0 6 * * 5L', '0 6 * * 1#2', '0 0 L * *'])('%s is taken', (cron) => {
    expect(loadWith(cron).schedules['often']).toMatchObject({ cron });
  });
});
