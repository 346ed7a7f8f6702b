/** The commands of the command line `circle`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { plainLines } from '../../shared/domain/plain-text.ts';
import { type AskFlags, ask, show } from './ask.ts';
import { type BatchFlags, batch, batchHelp } from './batch.ts';
import { findAddress } from './client.ts';
import { unsetEmpty } from './empty-values.ts';
import { estimate } from './estimate.ts';
import { failure } from './failure.ts';
import { type FeedbackFlags, giveFeedback } from './feedback.ts';
import { addKeeping } from './keeping.ts';
import { listCircles, listExperts } from './list.ts';
import { tell } from './output.ts';
import { addPolicyFlags, addQuestionFlags, collect } from './question-flags.ts';
import { showReliability } from './reliability.ts';
import { printReport, type ReportFlags } from './report.ts';
import { showHistory, subjectOf } from './review/history.ts';
import { type ReviewFlags, review, reviewHelp } from './review.ts';
import { listSchedules } from './schedules.ts';
import { runTool, toolHelp } from './tool.ts';

/** Commands whose words are read by what they start. */
const readsItsOwnWords: ReadonlySet<string> = new Set(['tool', 'serve']);

/** The program with all of its commands; it runs once it parses. */
export function circleProgram(): Command {
  const program = new Command('circle')
    .description('One question to a circle of AI experts, one verdict with its evidence.')
    .option('--url <address>', 'where the API is (default: CIRCLE_URL, or http://127.0.0.1:7330)')
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeErr: (text) => tell(plainLines(text).trimEnd()) })
    .addHelpText('after', '\nThe key is read from CIRCLE_API_KEY, or from .circle/api-key of a server started here.');

  const address = () => findAddress(program.opts<{ url?: string }>().url, process.env);

  addQuestionFlags(
    program
      .command('ask')
      .description('ask a question and wait for the verdict; exits 0 if decided, 2 without consensus or quorum, 1 on an error'),
  )
    .option('--estimate', 'say what it would use instead, and ask nobody')
    .option('--json', 'print the whole consultation as JSON')
    .action(async (question: string | undefined, flags: AskFlags) => {
      if (flags.estimate) await estimate(question, flags, address());
      else process.exitCode = await ask(question, flags, address());
    });

  addQuestionFlags(
    program.command('estimate').description('say what a question would use: calls, tokens, dollars and seconds; nothing is asked'),
  )
    .option('--json', 'print JSON')
    .action((question: string | undefined, flags: AskFlags) => estimate(question, flags, address()));

  const reviewing = program
    .command('review')
    .description('ask whether files or a change are safe to release; exits 0 if approved, 1 if not, 2 if undecided')
    .argument('[file...]', 'files to review whole; with --diff or --staged: what to narrow the change down to')
    .option('--diff <range>', 'review what `git diff <range>` shows, such as main...HEAD; "-" reads a diff from standard input')
    .option('--staged', 'review what the next commit would change')
    .option('--pre-push <remote>', 'review all that git, in its hook pre-push, says on standard input is pushed to the remote ("$1")')
    .option('--exclude <pattern>', 'leave files of the change out, as in .gitignore; may be repeated', collect)
    .option('--allow-unseen <pattern>', 'let pass what cannot be shown, such as "*.png"; may be repeated', collect)
    .option('--focus <text>', 'what to look at in particular');

  addPolicyFlags(reviewing)
    .option(
      '--fail-on <what>',
      'what fails: an answer (revise, reject), a severity of findings (critical to info, none), or "reject,critical"',
      'revise',
    )
    .option('--fail-on-experts <count>', 'how many experts must hold such a finding', '1')
    .option('--max-bytes <count>', 'refuse to send more than this')
    .option('--allow-secrets', 'send it even if it holds what looks like a credential; --allow-secrets=PATH[:RULE] accepts a single place')
    .addOption(new Option('--allow-secret <place>').argParser(collect).hideHelp())
    .option('--allow-secrets-from <file>', 'accept the places that a file lists, one a line: PATH[:RULE] # why it may be sent')
    .option(
      '--rules <circle|folder>',
      'the circle of rules that reviews beside the others, or alone where no model can be asked (default: rules); a folder such as ./rules brings rules of your own',
    )
    .option('--no-rules', 'leave the rules out')
    .option('--sarif-in <file>', 'take the findings of another tool in, from a file in SARIF; may be repeated', collect)
    .option('--baseline <file>', 'findings of programs that are accepted (default: .circle-baseline.json, as it is before the change)')
    .option('--write-baseline [file]', 'accept all findings of programs that are there now')
    .option(
      '--subject <name>',
      'what is reviewed, for the history of its findings (default: the repository as a build names it, else this folder)',
    )
    .option('--history', 'review nothing: say what became of the findings of the subject; with --json -, as JSON')
    .option('--fresh', 'ask again, even if the same was decided within a day')
    .option('--json <file>', 'write the report as JSON; "-" is the standard output')
    .option('--junit <file>', 'write it as JUnit XML')
    .option('--sarif <file>', 'write it as SARIF 2.1.0, for code scanning')
    .option('--summary <file>', 'write it as Markdown, for the summary of a job')
    .option('--markdown <file>', 'write it as Markdown, for a comment on a pull request')
    .option('--annotations', 'print the worst findings as annotations of GitHub Actions')
    .addHelpText('after', reviewHelp)
    .action(async (files: string[], flags: ReviewFlags) => {
      const subject = subjectOf(flags.subject, process.env, process.cwd());
      if (flags.history) await showHistory(subject ?? '', flags.json === '-', address());
      else process.exitCode = await review(files, { ...flags, ...(subject !== undefined && { subject }) }, address());
    });

  program
    .command('batch')
    .description('ask every line of a file, and go on where an earlier run has stopped')
    .argument('<file>', 'JSON Lines: a question as a string, or the body of POST /v1/consultations, with an optional "id" of yours')
    .option('-o, --out <file>', 'where the results go (default: the name of the file with .results.jsonl)')
    .option('-p, --parallel <count>', 'how many are asked at the same time', '4')
    .option('-b, --budget <dollars>', 'what all lines together may cost at most, earlier runs included')
    .option('--line-budget <dollars>', 'what one line may cost at most (default: the budget divided by --parallel)')
    .option('-c, --circle <name>', 'the circle to ask where a line names none')
    .option('-e, --experts <list>', 'comma-separated experts to ask where a line names none')
    .option('-d, --deadline <seconds>', 'how long a line may take, unless it sets its own deadline')
    .option('--retry-failed', 'ask lines again that have failed or found no quorum')
    .option('--full', 'write what each expert has said into the results, too')
    .addHelpText('after', batchHelp)
    .action(async (file: string, flags: BatchFlags) => {
      process.exitCode = await batch(file, flags, address());
    });

  program
    .command('experts')
    .description('list the experts, and whether they can be asked')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => listExperts(address(), json ?? false));

  program
    .command('circles')
    .description('list the named panels')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => listCircles(address(), json ?? false));

  program
    .command('show')
    .description('show a consultation as it stands')
    .argument('<id>', 'the id that `circle ask` prints')
    .option('--json', 'print JSON')
    .action((id: string, { json }: { json?: boolean }) => show(id, json ?? false, address()));

  program
    .command('feedback')
    .description('submit what was right, so that the circle learns how reliable each expert is; given again, the last one counts')
    .argument('<id>', 'the id that `circle ask` prints')
    .option('-a, --answer <answer>', 'the right answer')
    .option('--right', "the verdict's answer was right")
    .option('--wrong', "the verdict's answer was wrong")
    .option('-n, --note <text>', 'a note for people')
    .option('--by <name>', 'who gives this feedback')
    .option('--json', 'print JSON')
    .action((id: string, flags: FeedbackFlags) => giveFeedback(id, flags, address()));

  program
    .command('reliability')
    .description('show what a circle has learnt of its experts')
    .argument('<circle>', 'the name of the circle')
    .option('--json', 'print JSON')
    .action((circle: string, { json }: { json?: boolean }) => showReliability(circle, json ?? false, address()));

  program
    .command('report')
    .description('report how often the circle, each expert, other strategies and smaller circles are right, and what they cost')
    .option('-s, --since <time>', 'only consultations asked after this day or time')
    .option('--until <time>', 'only those asked before it')
    .option('-c, --circle <name>', 'only those of this circle')
    .option('-k, --kind <kind>', 'only questions of this kind')
    .option('-f, --format <format>', 'table, json, markdown or csv', 'table')
    .action((flags: ReportFlags) => printReport(flags, address()));

  program
    .command('schedules')
    .description('list the recurring consultations: when each runs next, and what became of its last times')
    .option('--json', 'print JSON')
    .action(({ json }: { json?: boolean }) => listSchedules(json ?? false, address()));

  addKeeping(program, address);

  program
    .command('tool')
    .description('run a tool of the rules: command (is it safe to run), logs, ports or resources; prints JSON')
    .argument('<name>', 'command, logs, ports or resources')
    .argument('[input...]', 'plain words, or an object of JSON; else the standard input')
    .addHelpText('after', toolHelp)
    .allowUnknownOption()
    .action((name: string, words: string[]) => {
      process.exitCode = runTool(name, words);
    });

  program
    .command('mcp')
    .description('serve the circle as tools to an agent that starts this command (Model Context Protocol over standard input and output)')
    .action(async () => {
      // The other commands need not wait for the SDK.
      const { serveMcp } = await import('./mcp.ts');
      serveMcp(address);
    });

  program
    .command('serve')
    .description('serve embedded mode; takes the flags of `npm start`')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[flags...]')
    .action((flags: string[]) => {
      const root = join(import.meta.dirname, '../..');
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
      const [, ...start] = scripts.start.split(' ');
      const command = start.map((word) => (word.endsWith('.mjs') ? join(root, word) : word));
      const server = spawn(process.execPath, [...command, ...flags], { stdio: 'inherit' });
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
      server.on('exit', (code) => process.exit(code ?? 1));
    });

  program.hook('preAction', (_, command) => {
    if (!readsItsOwnWords.has(command.name())) unsetEmpty(command);
  });
  program.hook('preSubcommand', (_, command) => {
    failure.code = command.name() === 'review' ? 2 : 1;
  });
  return program;
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }).version;
}
