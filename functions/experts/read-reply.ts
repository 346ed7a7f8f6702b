/** Reads an expert's reply by the core, and makes of it what is stored. */

import type { Opinion } from '../../shared/contract/opinion.ts';
import { answerMaxBytes } from '../../shared/contract/opinion.ts';
import type { Reading } from '../../shared/contract/reading.ts';
import { questionToRead, type Run } from '../../shared/contract/run.ts';
import { withoutUndefined } from '../../shared/domain/without-undefined.ts';
import { ExpertFailure, messageOf } from '../../shared/errors.ts';
import type { ModelReply } from '../../shared/ports/model.ts';
import type { Ports } from '../../shared/ports/ports.ts';

/** A model's reply with what it says. */
export interface ReadReply {
  readonly reply: ModelReply;
  readonly reading: Reading;
  /** The core could not be asked: the reply is kept as it is. */
  readonly unread?: boolean;
  /** What is said of the answers of others, where that was asked. */
  readonly said?: Pick<Opinion, 'choice' | 'order' | 'synthesis'>;
  /** Why the reply is doubtful: its expert seems to have read only a part of the question. */
  readonly notice?: string | undefined;
}

type ReadPorts = Pick<Ports, 'consensus' | 'clock' | 'log'>;

/** Milliseconds between attempts to reach the core: it is started anew at once, or throttled for a moment. */
const pausesMs = [200, 1000, 3000] as const;

/**
 * Reads a reply. It has been paid for, so a core that cannot be reached loses nothing: the reply is kept unread. It then counts
 * neither for nor against: an answer that nobody has read must fill no quorum.
 */
export async function readReply(reply: ModelReply, run: Run, ports: ReadPorts): Promise<ReadReply> {
  if (reply.reading !== undefined) return { reply, reading: reply.reading };
  const { kind, question, options, schema } = run;
  const request = {
    kind,
    question: questionToRead(question),
    reply: reply.text,
    cut: reply.truncated ?? false,
    ...withoutUndefined({ options, schema }),
  };
  for (const pause of [...pausesMs, undefined]) {
    try {
      return { reply, reading: await ports.consensus.read(request) };
    } catch (error) {
      ports.log.warn('REPLY_NOT_READ', { consultationId: run.id, reason: messageOf(error) });
      if (pause !== undefined) await ports.clock.sleep(pause);
    }
  }
  return { reply, reading: { answer: reply.text }, unread: true };
}

/** What is stored of a reply. Throws `ExpertFailure` for an answer that is too large to be kept. */
export function opinionOfReply(read: ReadReply, run: Pick<Run, 'options' | 'requireWhole'>) {
  const { abstains } = read.reply;
  return abstains === undefined ? saidOf(read, run) : abstained(read.reading.answer, abstains);
}

function saidOf(
  { reply, reading, unread, notice, said: word }: ReadReply,
  { options, requireWhole }: Pick<Run, 'options' | 'requireWhole'>,
) {
  const { answer, conclusion, option, unreadable } = reading;
  const bytes = Buffer.byteLength(answer);
  if (bytes > answerMaxBytes)
    throw new ExpertFailure('answer-too-large', `the answer has ${bytes} bytes; at most ${answerMaxBytes} are kept`, {
      usage: reply.usage,
    });
  const said = { answer, ...withoutUndefined({ conclusion, reasoning: reasoningOf(reply, reading, answerMaxBytes - bytes) }) };
  const cut = { ...(reply.truncated && { truncated: true }), ...withoutUndefined({ notice }) };
  // Where the question must have been read whole, an answer to a part of it is no vote.
  if (notice !== undefined && requireWhole) {
    return { status: 'unreadable', ...said, ...cut, error: { type: 'partly-read', message: notice, retryable: false } } as const;
  }
  const why = unread ? notRead : unreadable;
  if (why !== undefined) {
    return { status: 'unreadable', ...said, ...cut, error: { type: 'unreadable', message: why, retryable: unread === true } } as const;
  }
  const vote = option === undefined ? undefined : options?.[option];
  return { status: 'answered', ...said, ...cut, ...withoutUndefined({ vote }), ...word } satisfies Partial<Opinion>;
}

/** What it has seen all the same is kept. */
function abstained(answer: string, message: string) {
  return { status: 'abstained', ...(answer !== '' && { answer }), error: { type: 'abstained', message, retryable: false } } as const;
}

const notRead = 'the reply is kept, but the consensus core could not be reached to read it';

/** What the provider gave apart from the text, then what stood in it; cut where the item would become too large. */
function reasoningOf({ reasoning: apart }: ModelReply, { reasoning: within }: Reading, roomBytes: number): string | undefined {
  const whole = [apart, within].filter((part) => part !== undefined && part !== '').join('\n\n');
  if (whole === '') return undefined;
  const bytes = Buffer.from(whole);
  if (bytes.length <= roomBytes) return whole;
  // A character that is cut in two becomes a replacement mark, which goes too.
  return `${bytes
    .subarray(0, Math.max(0, roomBytes - 3))
    .toString()
    .replace(/\uFFFD{1,3}$/, '')}…`;
}
