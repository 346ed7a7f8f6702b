/** What programs quote of a credential: whoever quotes it and wherever, it is in nothing that a review keeps, shows or sends. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewMaterial } from '../../../functions/cli/review/review-with-rules.ts';
import { showReport } from '../../../functions/cli/review/show-report.ts';
import { openOutputs } from '../../../functions/cli/review/write-reports.ts';
import type { CircleClient } from '../../../shared/client/client.ts';
import { baseline } from '../../../shared/contract/baseline.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { type RuleReport, ruleBlock } from '../../../shared/contract/rules.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { parsePolicy } from '../../../shared/review/gate.ts';
import { givenFiles } from '../../../shared/review/given-material.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';

const program = join(import.meta.dirname, '../../ports/fixtures/team-rules.mjs');
const secret = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
const words = `key ${secret}`;
const path = 'x.txt';
const location = { physicalLocation: { artifactLocation: { uri: path }, region: { startLine: 1 } } };

/** A program that quotes: what it brings to a review. */
interface Quoting {
  /** A rule of the team. */
  readonly rule?: string;
  /** A result of another tool, and the rule that it is of. */
  readonly result?: object;
  readonly toolRule?: object;
  /** Whether its words are shown to anybody; those of a resource only tell findings apart. */
  readonly isShown?: false;
}

const said = (text: string) => ({ message: { text }, locations: [location] });
const programs: Readonly<Record<string, Quoting>> = {
  "a tool's message": { result: said(words) },
  "a tool's message without a place": { result: { message: { text: words } } },
  "a tool's message on several lines": { result: said(`It holds\n${words}`) },
  "the words of a tool's rule": { result: said('It leaks'), toolRule: { shortDescription: { text: words } } },
  "a form of a tool's rule": {
    result: { message: { id: 'm', arguments: [secret] }, locations: [location] },
    toolRule: { messageStrings: { m: { text: 'It holds {0}' } } },
  },
  ...Object.fromEntries(
    ['title', 'why', 'fix', 'resource', 'gap'].map((place): [string, Quoting] => [
      `a rule of the team, in its ${place}`,
      { rule: `key quoted as ${place}`, ...(place === 'resource' && { isShown: false }) },
    ]),
  ),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quoted-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A circle that approves whatever it is asked, by models or by rules, and what it was asked. */
function approving(sent: NewConsultation[]): CircleClient {
  const report: RuleReport = { findings: [], left: 0, before: 0, notReviewed: [], files: [{ path, kind: 'unknown', sources: ['own'] }] };
  const consult = async (asked: NewConsultation) => {
    sent.push(asked);
    const answer =
      asked.review === undefined ? '```json\n[]\n```\nAnswer: approve' : `${ruleBlock.write(report).join('\n')}\n\nAnswer: approve`;
    const opinion = {
      ...{ expert: 'ada', provider: asked.review === undefined ? 'openai' : 'rules', model: 'm', family: 'f' },
      ...{ status: 'answered', vote: 'approve', answer, latencyMs: 1, receivedAt: '2026-11-29T00:00:00.000Z' },
    } satisfies Opinion;
    const run = { ...sampleRun({ id: `run-${sent.length}` }), status: 'decided' as const, endedAt: '2026-11-29T00:00:01.000Z' };
    const asking = { ...run, options: asked.options, question: asked.question, review: undefined };
    return viewConsultation(asking, [opinion], [], { ...sampleVerdict(), answer: 'approve', missing: [] });
  };
  return { consult, circles: async () => [], list: async () => ({ consultations: [], cursor: null }) } as unknown as CircleClient;
}

const kept = (name: string) => join(folder, name);

/** Reviews, and gives everything that comes of it. */
async function review({ rule, result, toolRule }: Quoting, rules: string | undefined, alone: string | undefined) {
  writeFileSync(kept('a.guard'), rule ?? 'never');
  const tool = kept('in.sarif');
  const driver = { name: 'leaks', rules: [{ id: 'leak', ...toolRule }] };
  const results = result === undefined ? [] : [{ ruleId: 'leak', level: 'error', ...result }];
  writeFileSync(tool, JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver }, results }] }));
  const sent: NewConsultation[] = [];
  const listed = kept('out.baseline.json');
  const report = await reviewMaterial(await givenFiles([{ path, text: rule === undefined ? 'fine\n' : `${words}\n` }]), {
    ...{ client: approving(sent), panel: { rules, alone }, options: { policy: parsePolicy('revise'), fresh: true }, program },
    flags: { rules: folder, sarifIn: [tool], writeBaseline: listed },
    // Somebody allows it to be sent, so that it reaches the rules of the team; what they quote is masked all the same.
    allowed: () => true,
  });
  const forms = ['json', 'junit', 'sarif', 'markdown', 'summary'] as const;
  openOutputs(Object.fromEntries(forms.map((form) => [form, kept(`out.${form}`)])), {}).write(report);
  const files = readdirSync(folder).filter((name) => name.startsWith('out.'));
  const written = files.map((name) => readFileSync(kept(name), 'utf8'));
  const questions = sent.map((asked) => JSON.stringify({ ...asked, review: undefined }));
  return {
    report,
    listed: baseline.parse(JSON.parse(readFileSync(listed, 'utf8'))).findings,
    texts: [...written, showReport(report)],
    questions,
  };
}

describe.each([
  ['models', undefined, undefined],
  ['rules and models', 'rules', undefined],
  ['rules alone', 'rules', 'no model can be asked'],
])('beside %s', (_, rules, alone) => {
  it.each(Object.entries(programs))('nothing holds what is quoted by %s', async (_name, quoting) => {
    const { listed, texts, questions } = await review(quoting, rules, alone);
    const all = texts.join('\n');
    expect(all).not.toContain(secret);
    expect(all.includes('[masked: ')).toBe(quoting.isShown ?? true);
    // The file itself is shown to models, as somebody allows.
    if (quoting.rule === undefined) expect(questions.join('\n')).not.toContain(secret);
    expect(listed).toHaveLength(1);
  });
});
