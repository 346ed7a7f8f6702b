/**
 * Answers from a file: for demos, tests and replays of recorded answers, offline and always the same.
 *
 * A script is JSON Lines. A written line is
 * `{"question" | "match", "expert"?, "kind"?, "answer", "delayMs"?, "error"?, "usage"?}`; the first that fits the question, its kind
 * and the seat's model serves, else the first default. `{{question}}` and `{{option:2}}` in an answer
 * stand for what was asked. Recorded rows are described in `recording.ts`.
 */
import { isAbsolute, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ExpertFailure } from '../errors.ts';
import type { Model, ModelReply, ModelRequest } from '../ports/model.ts';
import { answerOf, recordingFor } from './recording.ts';
import { readScript, type Script, type ScriptLine } from './script-file.ts';

const unknownUsage = { inputTokens: null, outputTokens: null };

/** An expert whose answers stand in the file that `script` names. */
export const scripted: Model = {
  async ask(request) {
    const { seat, knowledgeFolder, signal } = request;
    signal.throwIfAborted();
    if (seat.script === undefined) throw new ExpertFailure('script-missing', `${seat.expert} names no script`);
    const path = isAbsolute(seat.script) ? seat.script : join(knowledgeFolder, seat.script);
    const script = await readScript(path);
    signal.throwIfAborted();
    const line = lineFor(script, request);
    return line === undefined ? replay(script, request) : perform(line, request);
  },
};

/** A line written for the question comes first, then a recording of it, then the default. */
function lineFor({ lines, recordings }: Script, { question, seat, kind }: ModelRequest): ScriptLine | undefined {
  const asked = question.trim();
  const own = lines.filter((line) => (line.expert ?? seat.model) === seat.model && (line.kind ?? kind) === kind);
  const written = own.find(({ question: text, match }) => text?.trim() === asked || match?.test(asked));
  if (written !== undefined || recordings.has(asked)) return written;
  return own.find(({ question: text, match }) => text === undefined && match === undefined);
}

async function perform(line: ScriptLine, request: ModelRequest): Promise<ModelReply> {
  await delay(line.delayMs ?? 0, request);
  const { error, usage = unknownUsage } = line;
  if (error !== undefined) throw new ExpertFailure(error, `the script of ${request.seat.expert} fails here with ${error}`, { usage });
  return reply(fill(line.answer ?? '', request), request, usage);
}

function replay({ recordings, modelLists }: Script, request: ModelRequest): ModelReply {
  const { seat, question, options } = request;
  const recording = recordingFor(recordings.get(question.trim()) ?? [], options);
  if (recording === undefined) throw new ExpertFailure('script-missing', `the script ${seat.script} has no answer to this question`);
  const answer = answerOf(recording, seat.model, modelLists);
  if (answer === undefined) throw new ExpertFailure('script-missing', `the script ${seat.script} has no answers of ${seat.model}`);
  return reply(answer ?? '', request, unknownUsage);
}

function reply(text: string, { seat }: ModelRequest, usage: ModelReply['usage']): ModelReply {
  if (text.trim() === '') throw new ExpertFailure('empty-answer', `${seat.model} gave no answer here`, { usage });
  return { text, usage };
}

async function delay(delayMs: number, { timeoutMs, signal, seat }: ModelRequest): Promise<void> {
  const late = delayMs >= timeoutMs;
  if (delayMs > 0) {
    await setTimeout(late ? timeoutMs : delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  if (late) throw new ExpertFailure('timeout', `${seat.expert} gave no answer within ${(timeoutMs / 1000).toFixed(2)} s`);
}

/** One pass, so that a question with braces of its own is not filled in again. */
function fill(answer: string, { question, options = [] }: ModelRequest): string {
  return answer.replace(/\{\{(?:question|option:(\d+))\}\}/g, (_, number: string | undefined) => {
    if (number === undefined) return question;
    const index = Math.min(Math.max(Number(number), 1), options.length) - 1;
    return options[index] ?? '';
  });
}
