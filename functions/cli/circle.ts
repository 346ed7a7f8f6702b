#!/usr/bin/env node
/** The command line `circle`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { messageOf } from '../../shared/errors.ts';
import { type AskFlags, ask, show } from './ask.ts';
import { findAddress, sentenceOf } from './client.ts';
import { type FeedbackFlags, giveFeedback } from './feedback.ts';
import { listCircles, listExperts } from './list.ts';
import { showReliability } from './reliability.ts';

const program = new Command('circle')
  .description('One question to a circle of AI experts, one verdict with its evidence.')
  .option('--url <address>', 'where the API is (default: CIRCLE_URL, or http://127.0.0.1:7330)')
  .exitOverride()
  .addHelpText('after', '\nThe key is read from CIRCLE_API_KEY, or from .circle/api-key of a server started here.');

const address = () => findAddress(program.opts<{ url?: string }>().url, process.env);

program
  .command('ask')
  .description('ask a question and wait for the verdict; exits 0 if decided, 2 without consensus or quorum, 1 on an error')
  .argument('[question]', 'the question; without it, or with "-", it is read from standard input')
  .option('-f, --file <path>', 'read the question from a file, or with a question: put the file below it')
  .option('-k, --kind <kind>', 'choice, short, text or ranking (default: choice with --options, else text)')
  .option('-o, --options <list>', 'comma-separated options to choose from, or to rank')
  .option('-c, --circle <name>', 'the circle to ask')
  .option('-e, --experts <list>', 'comma-separated experts to ask instead')
  .option('-q, --quorum <count>', 'how many answers are enough')
  .option('-d, --deadline <seconds>', 'how long to wait at most')
  .option('-b, --budget <dollars>', 'what it may cost at most')
  .option('--json', 'print the whole consultation as JSON')
  .action(async (question: string | undefined, flags: AskFlags) => {
    process.exitCode = await ask(question, flags, address());
  });

program
  .command('experts')
  .description('list who may sit, and whether they can be asked')
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
  .description('say what was right, so that the circle learns how far to rely on each expert; said again, it replaces what was said')
  .argument('<id>', 'the id that `circle ask` prints')
  .option('-a, --answer <answer>', 'the right answer')
  .option('--right', "the verdict's answer was right")
  .option('--wrong', "the verdict's answer was wrong")
  .option('-n, --note <text>', 'a note for people')
  .option('--json', 'print JSON')
  .action((id: string, flags: FeedbackFlags) => giveFeedback(id, flags, address()));

program
  .command('reliability')
  .description('show what a circle has learnt of its experts')
  .argument('<circle>', 'the name of the circle')
  .option('--json', 'print JSON')
  .action((circle: string, { json }: { json?: boolean }) => showReliability(circle, json ?? false, address()));

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
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
    server.on('exit', (code) => process.exit(code ?? 1));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else fail(sentenceOf(error) ?? `unexpected: ${messageOf(error)}`);
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
