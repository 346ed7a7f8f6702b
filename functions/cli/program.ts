/** Runs the command line `circle`, and says what it exits with. */
import { CommanderError } from 'commander';
import { plainLines } from '../../shared/domain/plain-text.ts';
import { failureInWords } from './client.ts';
import { circleProgram } from './commands.ts';
import { failure } from './failure.ts';
import { requireUtf8 } from './given-arguments.ts';
import { tell } from './output.ts';

try {
  requireUtf8(process.argv);
  await circleProgram().parseAsync(process.argv.map(withPlace));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : failure.code;
  else fail(failureInWords(error));
}

/** `--allow-secrets` takes a place only behind `=`: without one it accepts everything, and a file may follow it. */
function withPlace(argument: string): string {
  return argument.replace(/^--allow-secrets=/, '--allow-secret=');
}

/** Some refusals list places, each on a line of its own. */
function fail(sentences: string): void {
  tell(plainLines(sentences));
  process.exitCode = failure.code;
}
