/** A project of vitest as a lane. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Counts, root, type Told } from './lane.ts';
import { runProgram } from './program.ts';

/** Where the reports of the lanes lie. */
export const reports = join(root, 'build', 'test-reports');

/** Characters of a failure that are told again. */
const longestFailure = 1_500;

/** What vitest reports as JSON. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs the tests of a project. Throws where none ran, where one was skipped in silence, and where vitest itself failed. */
export async function vitest(project: string, told: Told): Promise<Counts> {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = await runProgram('vitest', ['run', '--project', project, ...reporters], root, told);
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  for (const file of testResults) for (const text of failuresOf(project, file)) told.failure(text);
  requireNoneSkipped(project, testResults, told);
  if (!numPassedTests) throw new Error(`${project} ran no test`);
  if (status !== 0 && !numFailedTests) throw new Error(`${project} failed outside its tests`);
  return { passed: numPassedTests, failed: numFailedTests ?? 0 };
}

function failuresOf(project: string, file: Report['testResults'][number]): string[] {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  // A file that cannot be loaded has a message and no tests.
  const whole = failed.length === 0 && file.message ? [file.message] : [];
  return [...whole, ...failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`)].map(
    (text) => `${project}: ${relative(root, file.name)}\n${text.slice(0, longestFailure)}`,
  );
}

/** A test may be left out only where its name says what it needs, and that is said here; any other is an error. */
function requireNoneSkipped(project: string, files: Report['testResults'], told: Told): void {
  const skipped = files.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending'),
  );
  const [needy, others] = [true, false].map((wanted) => skipped.filter(({ title }) => /\(needs [^)]+\)$/.test(title) === wanted));
  for (const { fullName } of needy ?? []) told.write(`NOT CHECKED: ${fullName}\n`);
  if (others?.length) throw new Error(`tests of ${project} were skipped: ${others.map(({ fullName }) => fullName).join('; ')}`);
}
