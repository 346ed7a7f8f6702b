/**
 * Rules that did not do their work, at every door of a review: however one of them fails, and whoever approves beside it, nothing is
 * approved, and the failure is named. The first row is sound rules, which approve: without it the others would show nothing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { McpServer } from '@modelcontextprotocol/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProgramFlags, reviewMaterial } from '../../../functions/cli/review/review-with-rules.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import { type Consultation, consultation } from '../../../shared/contract/consultation.ts';
import { reviewed } from '../../../shared/contract/new-review.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { type RuleReport, type Ruling, ruleBlock } from '../../../shared/contract/rules.ts';
import { ExpertFailure } from '../../../shared/errors.ts';
import { registerReview } from '../../../shared/mcp/review.ts';
import { ruleExperts } from '../../../shared/providers/rules.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { givenFiles } from '../../../shared/review/given-material.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { requestFor } from '../../providers/ask-model.ts';
import { openApi } from '../../support/api.ts';
import { openPorts } from '../../support/ports.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const file = { path: 'Dockerfile', text: 'FROM a:2\n' };
const options = ['approve', 'revise', 'reject'];

/** How the set `docker` fails; undefined of an opinion that never came. */
interface Failing {
  readonly opinion: Partial<Opinion> | undefined;
  /** What of it must be told. */
  readonly named: string;
  /** Whether its vote was counted. */
  readonly counted?: boolean;
}

const sound: RuleReport = {
  findings: [],
  left: 0,
  before: 0,
  notReviewed: [],
  files: [{ path: file.path, kind: 'docker', sources: ['docker'] }],
};
const answerOf = (report: RuleReport, vote = 'approve') => [...ruleBlock.write(report), '', `Answer: ${vote}`].join('\n');
const withGap = (path: string, why: string, line?: number): Failing => ({
  opinion: { status: 'abstained', answer: answerOf({ ...sound, notReviewed: [{ path, why, ...(line !== undefined && { line }) }] }) },
  named: path === file.path ? why : path,
});
const unknownBlock = answerOf(sound).replace('"left":0', '"left":"none"');

const statuses = ['failed', 'timeout', 'late', 'abandoned', 'unreadable', 'cancelled'] as const;
/** Of what, and the program's word for it. */
const brokenWork: Readonly<Record<string, readonly [path: string, why: string]>> = {
  'a refused rule of the team': ['buckets.guard', 'refused: it does not find its sample'],
  'a file that was given up': [file.path, 'given up: it ended the review too often'],
  'a set of rules that was given up': [file.path, 'docker: given up: its rules ended the review too often'],
  'a file that no worker could read': [file.path, 'it could not be read: no worker: not found'],
  'a rule that took too long': [file.path, 'docker rule DL3007: it took longer than 10 s'],
  'a set of rules that failed': [file.path, 'docker: it failed: index out of bounds'],
  'a set of rules that ended the process': [file.path, 'docker: it ended the process (out of stack or memory)'],
  'a set of rules that could not start': [file.path, 'docker: could not start: no rules'],
  "a rule of the team's that came to no end": [file.path, 'team-guard rule a.guard: it took longer than 2 s'],
};
/** The same as the expert itself says it, where its rules have read something and where they have read nothing. */
async function asSaid(): Promise<Readonly<Record<string, Failing>>> {
  const rows: [string, Failing][] = [];
  for (const [name, [path, why]] of Object.entries(brokenWork)) {
    for (const spoke of [true, false]) {
      const opinion = await opinionOn({ files: [], findings: [], notReviewed: [{ path, why }], sources: [dockerSource(spoke)] });
      rows.push([`${name}, where ${spoke ? 'other files were' : 'nothing was'} read, and its words are masked`, { opinion, named: path }]);
    }
  }
  const absent = await opinionOn({
    files: [],
    findings: [],
    notReviewed: [],
    sources: [dockerSource(false, 'this build has no such source')],
  });
  const unknown = await opinionOn({ files: [], findings: [], notReviewed: [], sources: [] });
  return Object.fromEntries([
    ...rows,
    ['a source that is not built in', { opinion: absent, named: 'rules-docker' }],
    ['a source that is not there', { opinion: unknown, named: 'rules-docker' }],
  ]);
}

function dockerSource(spoke: boolean, reason = ''): Ruling['sources'][number] {
  return { source: 'docker', version: '1', rules: 3, spoke, vote: 'abstain', reason };
}

/** What an expert of the rules `docker` gives where they say this. */
async function opinionOn(ruling: Ruling): Promise<Partial<Opinion>> {
  const seat = { provider: 'rules', expert: 'rules-docker', rules: ['docker'] } as const;
  // Each word that says what became of it is a credential of the files too: what is masked must not open the gate.
  const words = ruling.notReviewed.flatMap(({ why }) => why.match(/[a-z-]{3,}/gi) ?? []);
  const secrets = { path: 'x.env', text: words.map((word) => `A=postgres://u:${word}@db.example.com/x\n`).join('') };
  const review = { files: [file, secrets], panel: ['docker' as const], besideOthers: true };
  const request = requestFor({ ...seat, rules: [...seat.rules] }, { kind: 'choice', options, review });
  try {
    const { text, abstains } = await ruleExperts({ judge: async () => ruling }).ask(request);
    return abstains === undefined ? { status: 'answered', answer: text } : { status: 'abstained', answer: text };
  } catch (error) {
    if (!(error instanceof ExpertFailure)) throw error;
    return { status: 'failed', error: { type: error.type, message: error.message, retryable: error.retryable } };
  }
}

const failures: Readonly<Record<string, Failing>> = {
  ...Object.fromEntries(
    statuses.map((status): [string, Failing] => [
      status,
      { opinion: { status, error: { type: 'x', message: 'the process ended', retryable: false } }, named: 'rules-docker' },
    ]),
  ),
  'no word at all': { opinion: undefined, named: 'rules-docker' },
  'an approval in a block that is not known': { opinion: { answer: unknownBlock }, named: 'rules-docker', counted: true },
  'a silence in a block that is not known': { opinion: { status: 'abstained', answer: unknownBlock }, named: 'rules-docker' },
  'a rejection in a block that is not known': { opinion: { answer: unknownBlock, vote: 'reject' }, named: 'rules-docker', counted: true },
  ...Object.fromEntries(
    Object.entries(brokenWork).flatMap(([name, [path, why]]) => [
      [name, withGap(path, why)],
      [`${name}, and at which line`, withGap(path, why, 3)],
    ]),
  ),
  ...(await asSaid()),
};

const base = { model: '', family: 'f', latencyMs: 1, receivedAt: '2026-11-29T00:00:00.000Z', status: 'answered', vote: 'approve' } as const;
const rulesOpinion = (expert: string, given: Partial<Opinion>): Opinion => ({
  ...base,
  expert,
  provider: 'rules',
  answer: answerOf(sound),
  ...given,
});

function open() {
  const knowledge = testKnowledge();
  const seat = (source: 'docker' | 'sql') => ({ provider: 'rules' as const, model: '', rules: [source] });
  return openApi({
    ports: openPorts({
      ...knowledge,
      experts: { ...knowledge.experts, 'rules-docker': seat('docker'), 'rules-sql': seat('sql') },
      providers: { ...knowledge.providers, rules: { kind: 'rules' as const, free: true } },
      circles: {
        ...knowledge.circles,
        models: { experts: ['ada'], quorum: 1 },
        mixed: { experts: ['ada', 'rules-docker', 'rules-sql'], quorum: 1 },
        alone: { experts: ['rules-docker', 'rules-sql'], quorum: 1 },
      },
    }),
  });
}
type TestApi = ReturnType<typeof open>;

const model: Opinion = { ...base, expert: 'ada', provider: 'openai', answer: '```json\n[]\n```\nAnswer: approve' };

function rulesOf(failing: Failing | undefined): readonly Opinion[] {
  const docker = failing === undefined ? {} : failing.opinion;
  return [rulesOpinion('rules-sql', {}), ...(docker === undefined ? [] : [rulesOpinion('rules-docker', docker)])];
}

function missingOf(failing: Failing | undefined) {
  if (failing === undefined || failing.counted === true) return [];
  const error = { type: 'x', message: 'it was not heard', retryable: false };
  return [{ expert: 'rules-docker', status: failing.opinion?.status ?? ('late' as const), error }];
}

/** Asks, and ends what was asked by an approval of all who are left. */
async function approved(api: TestApi, path: string, body: Readonly<Record<string, unknown>>, failing: Failing | undefined) {
  const { id } = (await api.send('POST', path, { body })).body as { id: string };
  const circle = String(body['circle']);
  const opinions = [...(circle === 'alone' ? [] : [model]), ...(circle === 'models' ? [] : rulesOf(failing))];
  for (const one of opinions) await api.ports.opinions.record(id, one);
  const missing = circle === 'models' ? [] : missingOf(failing);
  await api.ports.runs.close(id, () => 'settled');
  await api.ports.verdicts.publish(id, 'decided', { ...sampleVerdict(), answer: 'approve', missing }, '2026-11-29T00:00:01.000Z');
  return { id, ended: consultation.parse((await api.send('GET', `/v1/consultations/${id}`)).body) };
}

interface Told {
  readonly isApproved: boolean;
  readonly words: string;
}

const reportTold = (report: { exitCode: number; verdict: string | null } | null): Told => ({
  isApproved: report === null || report.exitCode === 0,
  words: JSON.stringify(report),
});

type Circle = 'alone' | 'mixed';
type Door = (circle: Circle, failing: Failing | undefined) => Promise<Told>;

async function reviewAt(path: string, body: Readonly<Record<string, unknown>>, failing: Failing | undefined): Promise<Told> {
  const api = open();
  const { id } = await approved(api, path, body, failing);
  return reportTold(reviewed.parse((await api.send('GET', `/v1/reviews/${id}`)).body).report);
}

/** A client of a server on which everything that is asked ends by an approval. */
function clientOf(
  api: TestApi,
  failing: Failing | undefined,
  circleOf: (body: NewConsultation) => string,
  questions: string[] = [],
): CircleClient {
  const ends = new Map<string, Consultation>();
  const consult = async (asked: NewConsultation) => {
    questions.push(asked.question);
    const { circle: _, ...body } = asked;
    const { id, ended } = await approved(api, '/v1/consultations', { ...body, circle: circleOf(asked) }, failing);
    ends.set(id, ended);
    return ended;
  };
  const stub = { consult, ask: consult, get: async (id: string) => ends.get(id), circles: async () => [] };
  return stub as unknown as CircleClient;
}

const doors: Readonly<Record<string, Door>> = {
  'POST /v1/reviews': (circle, failing) => reviewAt('/v1/reviews', { circle, files: [file] }, failing),
  // A schedule asks what such a question asks.
  schedule: (circle, failing) => reviewAt('/v1/consultations', { question: 'q', circle, options, review: { files: [file] } }, failing),
  MCP: async (circle, failing) => {
    const client = clientOf(open(), failing, () => circle);
    type Handler = (input: object, context: object) => Promise<{ structuredContent: { answer: string | null } }>;
    const handlers: Handler[] = [];
    const server = { registerTool: (_: string, __: object, handler: Handler) => handlers.push(handler) } as unknown as McpServer;
    const onUnexpected = (error: unknown) => {
      throw error;
    };
    registerReview(server, { openClient: () => client, address: 'http://a.test', maxWaitSeconds: 1, onUnexpected });
    const said = await handlers[0]?.({ files: [file], circle, waitSeconds: 0 }, { mcpReq: { signal: new AbortController().signal } });
    return { isApproved: said?.structuredContent.answer === 'approve', words: JSON.stringify(said?.structuredContent) };
  },
  command: async (circle, failing) => {
    const client = clientOf(open(), failing, ({ review }) => (review === undefined ? 'models' : 'alone'));
    const panel = { rules: 'alone', alone: circle === 'alone' ? 'no model can be asked' : undefined };
    const options = { policy: parsePolicy('revise'), fresh: true };
    return reportTold(await reviewMaterial(await givenFiles([file]), { client, panel, options, flags: {}, allowed: () => false }));
  },
};

describe.each(Object.entries(doors))('at %s', (_, door) => {
  describe.each<Circle>(['alone', 'mixed'])('rules that sit %s', (circle) => {
    it('are heard where they approve', async () => {
      expect(await door(circle, undefined)).toMatchObject({ isApproved: true });
    });

    it.each(Object.entries(failures))('approve nothing with %s, and it is named', async (_name, failing) => {
      const { isApproved, words } = await door(circle, failing);
      expect(isApproved, words).toBe(false);
      expect(words).toContain(failing.named);
    });
  });
});

describe('an answer that a later version has written', () => {
  const found = {
    rule: 'r',
    severity: 'critical',
    file: file.path,
    line: 1,
    endLine: 1,
    confidence: 'high',
    title: 't',
    why: 'w',
  } as const;
  const later = answerOf({ ...sound, findings: [{ ...found, source: 'of-tomorrow' }] }, 'reject');

  it.each(Object.entries(doors).filter(([name]) => name !== 'MCP'))(
    'holds by its findings, whatever set has found them: %s',
    async (_, door) => {
      for (const circle of ['alone', 'mixed'] as const) {
        const { words } = await door(circle, { opinion: { answer: later, vote: 'reject' }, named: '', counted: true });
        expect(words).toContain('"rules":["of-tomorrow/r"]');
        expect(words).toContain('"exitCode":1');
      }
    },
  );

  it.each(Object.entries(doors).filter(([name]) => name !== 'MCP'))(
    'holds by its vote where nothing else can be read: %s',
    async (_, door) => {
      for (const circle of ['alone', 'mixed'] as const) {
        const { words } = await door(circle, { opinion: { answer: unknownBlock, vote: 'reject' }, named: '', counted: true });
        expect(words).toContain('"exitCode":1');
      }
    },
  );
});

describe('a folder of rules beside models', () => {
  const program = join(import.meta.dirname, '../../ports/fixtures/team-rules.mjs');
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'team-'));
    writeFileSync(join(folder, 'a.guard'), 'never');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function review(text: string, rules: string | undefined, flags: ProgramFlags = {}) {
    const questions: string[] = [];
    const client = clientOf(open(), undefined, ({ review: given }) => (given === undefined ? 'models' : 'alone'), questions);
    const report = await reviewMaterial(await givenFiles([{ path: 'x.txt', text }]), {
      ...{ client, panel: { rules, alone: undefined }, options: { policy: parsePolicy('revise'), fresh: true }, program },
      ...{ flags: { rules: folder, ...flags }, allowed: () => false },
    });
    return { report, questions };
  }

  it.each([undefined, 'alone'])(
    'approves no file that a rule of it did not judge, and names it (rules of the server: %s)',
    async (rules) => {
      expect((await review('fine\n', rules)).report).toMatchObject({ exitCode: 0 });
      const { report } = await review('slow\n', rules);
      const reason = expect.stringContaining('team-guard rule a.guard: it took longer than 2 s');
      expect(report).toMatchObject({ exitCode: 2, rule: 'not-shown', notReviewed: [{ path: 'x.txt', allowed: false, reason }] });
      expect((await review('slow\n', rules, { allowUnseen: ['x.txt'] })).report).toMatchObject({ exitCode: 0 });
    },
  );

  it('hands no credential that another tool quotes to models', async () => {
    const secret = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
    const tool = join(folder, 'tool.sarif');
    const location = { physicalLocation: { artifactLocation: { uri: 'x.txt' }, region: { startLine: 1 } } };
    const found = { ruleId: 'leak', level: 'error', message: { text: `It holds ${secret}` }, locations: [location] };
    writeFileSync(tool, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'leaks' } }, results: [found] }] }));
    const { report, questions } = await review('fine\n', undefined, { sarifIn: [tool] });
    expect(questions.join('\n')).toContain('It holds [masked: ');
    expect(JSON.stringify([report, questions])).not.toContain(secret);
  });
});
