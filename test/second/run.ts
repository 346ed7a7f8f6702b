/**
 * `npm run test:second`: the contract suites of the adapters on DynamoDB Local and moto, and the state machine on moto's interpreter. What
 * fails there must be known (`gaps.json`), and what is known must fail. Needs Python, Java and Maven.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reports } from '../lanes/vitest-lane.ts';

const root = join(import.meta.dirname, '../..');

const report = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) })),
    }),
  ),
});
type Result = z.infer<typeof report>['testResults'][number]['assertionResults'][number];

/** Of a test, or with an ellipsis at the end of a suite, of which one test or more must fail. */
const gaps = z
  .array(z.strictObject({ test: z.string(), failure: z.string().min(1), seen: z.string(), onAws: z.string() }))
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'gaps.json'), 'utf8')));

mkdirSync(reports, { recursive: true });
const file = join(reports, 'second.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
spawnSync('vitest', ['run', '--project', 'second', ...reporters], { cwd: root, stdio: 'inherit' });

const files = report.parse(JSON.parse(readFileSync(file, 'utf8'))).testResults;
const results = files.flatMap(({ assertionResults }) => assertionResults);
const unexpected = [
  ...files.filter(({ assertionResults }) => assertionResults.length === 0).map(({ message }) => message),
  ...surprises(results),
];
for (const sentence of unexpected) console.error(sentence);
const passed = results.filter(({ status }) => status === 'passed').length;
console.log(`${passed} passed, ${gaps.length} gaps of the emulators as known, ${unexpected.length} surprises`);
if (unexpected.length > 0 || passed === 0) process.exitCode = 1;

/** A sentence for each test that did what nobody expects of it, and for each gap that none shows. */
function surprises(all: readonly Result[]): readonly string[] {
  const closed = gaps.filter(({ test }) => !all.some((result) => result.status === 'failed' && isOf(test, result)));
  return [
    ...closed.map(({ test }) => `"${test}" does not fail any more: take it out of gaps.json`),
    ...all.flatMap((result) => surprise(result) ?? []),
  ];
}

function surprise(result: Result): string | undefined {
  const { fullName, status, failureMessages } = result;
  if (status === 'passed') return undefined;
  if (status !== 'failed') return `"${fullName}" did not run`;
  const known = gaps.find(({ test }) => isOf(test, result));
  if (known !== undefined && failureMessages.some((message) => message.includes(known.failure))) return undefined;
  return `"${fullName}" failed: ${failureMessages.join('\n').slice(0, 1_000)}`;
}

function isOf(test: string, { fullName }: Result): boolean {
  return test.endsWith('…') ? fullName.startsWith(test.slice(0, -1)) : fullName === test;
}
