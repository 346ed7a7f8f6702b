/** `circle ask`: a question in, a verdict out, with progress while the experts answer. */
import type { Consultation } from '../../shared/contract/consultation.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { type Address, openClient } from './client.ts';
import { consultOrCancel } from './consult-or-cancel.ts';
import { imagesOf } from './image-file.ts';
import { print, printJson } from './output.ts';
import { parseFlags } from './parse-flags.ts';
import { listOf, type PolicyFlags, policyOf } from './policy.ts';
import { showConsultation, showDeliveries } from './show.ts';
import { readTextFile, readTextStream } from './text-file.ts';

/** The flags of `circle ask`, as commander gives them. */
export interface AskFlags extends PolicyFlags {
  readonly file?: string;
  readonly kind?: string;
  readonly options?: string;
  readonly image?: readonly string[];
  readonly json?: boolean;
  readonly estimate?: boolean;
}

/** Exit codes of the command line: 0 decided, 2 no consensus or no quorum, 1 anything that went wrong. */
export function exitCode(status: Consultation['status']): 0 | 1 | 2 {
  if (status === 'decided') return 0;
  return status === 'no-consensus' || status === 'no-quorum' ? 2 : 1;
}

/** Asks and prints; returns the exit code. Interrupted, it cancels the consultation, so that nothing more is spent. */
export async function ask(question: string | undefined, flags: AskFlags, address: Address): Promise<number> {
  const body = parseFlags(await readBody(question, flags));
  const end = await consultOrCancel(openClient(address), body);
  if (flags.json) printJson(end);
  else print(showConsultation(end));
  return exitCode(end.status);
}

/** `circle show`: a consultation as it stands, and what became of its webhooks. */
export async function show(id: string, asJson: boolean, address: Address): Promise<void> {
  const client = openClient(address);
  const state = await client.get(id);
  if (asJson) return printJson(state);
  const [feedback, deliveries] = await Promise.all([client.listFeedback(id), client.deliveries(id)]);
  print([showConsultation(state, feedback), ...showDeliveries(deliveries)].join('\n'));
}

/** The body that a question and its flags mean, unchecked. */
export async function readBody(question: string | undefined, flags: AskFlags): Promise<Record<string, unknown>> {
  return bodyOf(await readQuestion(question, flags), flags);
}

async function readQuestion(argument: string | undefined, flags: AskFlags): Promise<string> {
  const file = flags.file === undefined ? undefined : readTextFile(flags.file, '--file');
  if (argument !== undefined && argument !== '-') return file === undefined ? argument : `${argument}\n\n${file}`;
  if (file !== undefined) return file;
  if (process.stdin.isTTY && argument !== '-') {
    throw new InvalidInput([{ field: 'question', message: 'give it as an argument, with --file, or on standard input' }]);
  }
  return readTextStream(process.stdin, 'the question on standard input');
}

function bodyOf(question: string, flags: AskFlags): Record<string, unknown> {
  const body = { question, kind: flags.kind, options: listOf(flags.options), images: imagesOf(flags.image), ...policyOf(flags) };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
