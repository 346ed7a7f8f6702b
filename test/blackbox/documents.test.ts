/** The commands of the documents, run as they stand: a shell in a folder like a clone, embedded mode, and no network. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { type Block, blocksOf, documents } from '../support/documents.ts';
import { writeReviewingCircle } from '../support/reviewing-circle.ts';
import { makeShellFolder, type ShellEnding, type ShellFolder } from '../support/shell-folder.ts';
import { type KnowledgeFolder, webhookKey } from './knowledge-folder.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** Milliseconds to build the core, where it is not built yet. */
const buildMs = 900_000;
const blockMs = 120_000;

/** Blocks that no test can run, by a command in them, and why. */
const notRun: readonly (readonly [document: string, command: string, reason: string])[] = [
  ['docs/deploy.md', 'pip install cargo-lambda', 'downloads a compiler for another architecture'],
  ['docs/deploy.md', 'npx cdk bootstrap', 'needs an AWS account'],
  ['docs/review.md', 'npm install --save-dev', 'fetches the published project; `npm run hooks` installs it as a package'],
  ['docs/review.md', '/v1/reviews', 'asks the rules, whose program takes minutes to build; suite/reviewing.ts asks the same route'],
  [
    'docs/review.md',
    'circle -- tool',
    'asks the program of the rules, which takes minutes to build; shipped-rules.test.ts runs the command',
  ],
  ['docs/agents.md', 'claude mcp add', 'needs Claude Code; the address that it is given is asked in test/mcp'],
  ['EVALUATION.md', 'npm run eval', 'takes minutes; test/eval holds its measures'],
  ['rust-lambda/README.md', 'cargo ', 'compiles for minutes; `cargo test` builds and calls the same program'],
  ['RUNBOOK.md', 'aws ', 'needs a deployed stack'],
  ['CONTRIBUTING.md', 'npm test', 'is what runs this'],
  ['README.md', 'npx circle review', 'reads files of the clone, to which this folder only links; shipped-rules.test.ts runs it'],
];

/** What is changed in a block before it runs, and why. */
const changes: readonly (readonly [from: string, to: string, reason: string])[] = [
  ['npm ci && ', '', 'would replace the packages under the tests that are running'],
  [' --data .circle', '', 'the data of the server that answers the other blocks'],
  [' --port 7330', ' --port 0', 'the port may be taken'],
];

/** Blocks whose commands end with another code than 0. */
const otherCodes: readonly (readonly [document: string, command: string, code: number])[] = [];

let knowledge: KnowledgeFolder;
/** The product as it comes, with the demo circle. */
let demo: { readonly folder: ShellFolder; readonly server: ServerProcess };
/** A circle of experts that review. */
let reviewing: typeof demo;

beforeAll(async () => {
  requireCore(() => undefined);
  knowledge = writeReviewingCircle();
  demo = await open('layers/knowledge/circles.yaml');
  reviewing = await open(join(knowledge.path, 'circles.yaml'));
}, buildMs);
afterAll(async () => {
  for (const place of [demo, reviewing]) {
    await place?.server.end('SIGTERM');
    place?.folder.remove();
  }
  knowledge?.remove();
});

async function open(circlesFile: string): Promise<typeof demo> {
  const folder = makeShellFolder();
  const data = join(folder.path, '.circle');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, 'secrets.env'), `${webhookKey.name}=${webhookKey.value}\n`, { mode: 0o600 });
  return { folder, server: await startServer(data, circlesFile) };
}

const blocks = documents.flatMap((document) => blocksOf(document)).filter(({ language }) => language === 'sh');
const isOf = ({ document, text }: Block, [where, command]: readonly [string, string, ...unknown[]]) =>
  document === where && text.includes(command);
const runnable = blocks.filter((block) => !notRun.some((entry) => isOf(block, entry)));
const serves = ({ text }: Block) => /^.*\bnpm start\b.*\n?$/m.test(text.trimEnd().split('\n').at(-1) ?? '');

async function run(block: Block): Promise<ShellEnding> {
  const { folder, server } = block.document === 'docs/review.md' ? reviewing : demo;
  let script = block.text.replaceAll('http://127.0.0.1:7330', server.url);
  for (const [from, to] of changes) script = script.replace(from, to);
  if (script.includes('<id>')) script = script.replaceAll('<id>', await newConsultation(server, script));
  if (!serves(block)) return await folder.run(script, { CIRCLE_URL: server.url });
  return await folder.run(
    script,
    { CIRCLE_PORT: '0', CIRCLE_RULES: 'as-is', CIRCLE_DATA: join(folder.path, 'another') },
    /npx circle .*\n/,
  );
}

/** The id that a block speaks of: of a consultation that waits for a person, or of one that has ended. */
async function newConsultation({ circle }: ServerProcess, script: string): Promise<string> {
  if (script.includes('/opinions')) return await circle.ask({ question: 'Is it safe?', experts: ['reviewer'] });
  const id = await circle.ask({ question: 'What is 17 * 23?', kind: 'short' });
  await circle.end(id);
  return id;
}

describe('the commands of the documents', () => {
  it.each(runnable.map((block) => [`${block.document}:${block.line}`, block] as const))(
    'run as they stand: %s',
    { timeout: blockMs },
    async (_, block) => {
      const { code, stdout, stderr } = await run(block);
      if (serves(block)) expect(stdout, stderr).toMatch(/is serving at http/);
      else expect(code, stdout + stderr).toBe(otherCodes.find((entry) => isOf(block, entry))?.[2] ?? 0);
      // `curl` ends well with whatever the server says.
      expect(stdout).not.toMatch(/"type":"[^"]*problem/);
    },
  );

  it('are left out for a stated reason only', () => {
    const stale = [...notRun, ...otherCodes].filter((entry) => !blocks.some((block) => isOf(block, entry)));
    expect(stale).toEqual([]);
  });
});

describe('the example of the README', () => {
  /** Times, ids and spaces at the end differ from run to run; the notice of the demo circle is shortened on the page. */
  const lasting = (text: string) =>
    text
      .replaceAll(/\d+\.\d\d s\b/g, 'N s')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/^(Scripted demo circle:.*?beforehand\.).*$/gm, '$1')
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();

  it('prints what stands below it', { timeout: blockMs }, async () => {
    const printed = blocksOf('README.md').find(({ language }) => language === 'text');
    const asked = blocksOf('README.md').find(({ text }) => text.startsWith('npx circle ask "Is 3599'));
    if (printed === undefined || asked === undefined) throw new Error('the README has no example');
    const { stdout, stderr } = await run(asked);
    expect(lasting(stderr + stdout)).toEqual(lasting(printed.text));
  });
});
