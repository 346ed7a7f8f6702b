/** From an ended consultation to OpenAI's completion, whole or in chunks. */
import {
  type ChatChunk,
  type ChatCompletion,
  type ChatRequest,
  type ChatUsage,
  type CircleReport,
  type OpenAiError,
  tooLongWords,
} from '../../../shared/contract/chat.ts';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { Append } from '../../../shared/contract/policy.ts';
import { withoutUndefined } from '../../../shared/domain/without-undefined.ts';
import { sayPosition } from '../../../shared/domain/words.ts';
import { linksOf } from '../ask-circle.ts';
import { withAppendix } from './appended.ts';

/** UTF-16 code units of one piece of a streamed answer. */
const pieceLength = 200;
/** Characters of a position in the message of an error. */
const excerptLength = 100;

/** An ended consultation's answer, ready to be sent. */
export interface Answer {
  readonly text: string;
  readonly finishReason: ChatCompletion['choices'][number]['finish_reason'];
  /** In place of a text, where every expert refused. */
  readonly refusal: string | null;
  readonly usage: ChatUsage;
  readonly report: CircleReport;
}

/** What the report says of the request. */
export interface OfRequest {
  /** What of it had no effect. */
  readonly ignored: readonly string[];
  /** It repeated an earlier one. */
  readonly joined: boolean;
  /** What the text says of the panel at its end. */
  readonly append: Append;
}

/** The answer of a consultation, or why there is none. */
export function answerOf(view: Consultation, { ignored, joined, append }: OfRequest): Answer | OpenAiError {
  const { verdict } = view;
  if (!verdict) return { error: noAnswer(view) };
  const ended = endOf(view, verdict);
  if (ended === undefined) return { error: noAnswer(view) };
  const report = { ...reportOf(view, verdict), ...(joined && { joined }), ignored: [...ignored] };
  const text = view.status === 'decided' ? withAppendix(ended.text, append, report) : ended.text;
  return { ...ended, text, usage: usageOf(view), report };
}

/** The completion. */
export function completionOf(
  { text, refusal, finishReason, usage, report }: Answer,
  { id, timing }: Consultation,
  model: string,
): ChatCompletion {
  return {
    ...originOf(id, timing.createdAt, model),
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: text, refusal }, logprobs: null, finish_reason: finishReason }],
    usage,
    circle: report,
  };
}

/** Makes the chunks of one stream; each says `usage`, null but for the last, where the caller wants it. */
export function chunksOf(
  run: { readonly id: string; readonly createdAt: string },
  { model, stream_options: asked }: Pick<ChatRequest, 'model' | 'stream_options'>,
) {
  const withUsage = asked?.include_usage ?? false;
  const origin = originOf(run.id, run.createdAt, model);
  const chunk = (delta: ChatChunk['choices'][number]['delta'], finish: Answer['finishReason'] | null = null): ChatChunk => ({
    ...origin,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage && { usage: null }),
  });
  return {
    first: (): ChatChunk => chunk({ role: 'assistant', content: '' }),
    *rest({ text, finishReason, usage, report }: Answer): Generator<ChatChunk, void> {
      for (const piece of piecesOf(text)) yield chunk({ content: piece });
      yield { ...chunk({}, finishReason), circle: report };
      if (withUsage) yield { ...origin, object: 'chat.completion.chunk', choices: [], usage };
    },
  };
}

type Ended = Pick<Answer, 'text' | 'finishReason' | 'refusal'>;

/** How a model would have ended: undefined where there is nothing that a model could say. */
function endOf(view: Consultation, { answer, pick }: NonNullable<Consultation['verdict']>): Ended | undefined {
  const { status, opinions } = view;
  if (status === 'decided' && answer !== null) {
    const cut = opinions.some(({ expert, truncated }) => expert === pick && truncated);
    return { text: answer, finishReason: cut ? 'length' : 'stop', refusal: null };
  }
  // Clients have words of their own for what all experts ended with.
  const failedBy = status === 'no-quorum' ? view.failure?.type : undefined;
  if (failedBy === 'refused') return { text: '', finishReason: 'content_filter', refusal: noAnswer(view).message };
  if (failedBy === 'length-limit') return { text: '', finishReason: 'length', refusal: null };
  return undefined;
}

function originOf(id: string, createdAt: string, model: string) {
  return { id: `chatcmpl-${id}`, created: Math.floor(Date.parse(createdAt) / 1000), model };
}

/** A text in pieces that never cut a character in two. */
export function* piecesOf(text: string): Generator<string, void> {
  for (let at = 0; at < text.length; ) {
    const end = at + pieceLength;
    const past = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end + 1 : end;
    yield text.slice(at, past);
    at = past;
  }
}

/** Known tokens of all calls, of whatever round; the report says whose are missing. */
function usageOf(view: Consultation): ChatUsage {
  const sum = (field: 'inputTokens' | 'outputTokens') => everyRound(view).reduce((total, { usage }) => total + (usage?.[field] ?? 0), 0);
  const [prompt, completion] = [sum('inputTokens'), sum('outputTokens')];
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** What was said in any round: a first answer has been paid for whether another one stands in its place or not. */
function everyRound({ opinions, earlier = [] }: Consultation): readonly Opinion[] {
  return [...opinions, ...earlier];
}

function reportOf(view: Consultation, verdict: NonNullable<Consultation['verdict']>): Omit<CircleReport, 'ignored'> {
  const { agreement, coverage, confidence, dissent, stability, independent, missing } = verdict;
  const { truncated, replaced, decidedBy, deliberation, strategy, promise, limits } = verdict;
  const { id, status, cost, notice } = view;
  const unknown = everyRound(view).filter(({ usage }) => usage && (usage.inputTokens === null || usage.outputTokens === null));
  return {
    consultationId: id,
    status,
    ...{ agreement, coverage, confidence, dissent, stability, independent, missing },
    costUsd: cost.usd,
    costUnknown: cost.unknown,
    usageUnknown: [...new Set(unknown.map(({ expert }) => expert))],
    links: linksOf(id),
    ...withoutUndefined({ truncated, replaced, decidedBy, deliberation, strategy, promise, limits, notice }),
  };
}

/** Why there is no answer. A type by which clients see that the same request gets the same answer, but for one that has only to be asked for again. */
function noAnswer(view: Consultation): OpenAiError['error'] {
  const { status, verdict } = view;
  const message = sayNoAnswer(view);
  if (status === 'no-quorum' && view.failure?.type === 'prompt-too-long') return { ...tooLong, message: tooLongWords(message) };
  const positions = verdict?.positions ?? [];
  return {
    message,
    type: status === 'open' ? 'server_error' : 'invalid_request_error',
    param: null,
    code: `consultation_${status.replace('-', '_')}`,
    ...(positions.length > 0 && { positions }),
  };
}

/** As a model says it, which clients answer by a shorter conversation. */
const tooLong = { type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' } as const;

function sayNoAnswer({ id, status, failure, verdict, opinions }: Consultation): string {
  const { answered, asked } = verdict?.coverage ?? { answered: 0, asked: 0 };
  const why = {
    open: 'has not ended in the time that a request can be held; it goes on',
    'no-quorum': `ended without quorum: ${answered} of ${asked} experts answered`,
    failed: `failed: ${failure?.message ?? 'the cause is in the log of the service'}`,
    cancelled: 'was cancelled',
    decided: 'ended without an answer',
    'no-consensus': `ended without consensus: ${whyNone(verdict)}`,
  }[status];
  const reasons = opinions.flatMap(({ expert, error }) => (error ? [`${expert}: ${error.message}`] : []));
  return [`consultation ${id} ${why}`, ...(verdict?.positions ?? []).map(sayStance), ...reasons, `see ${linksOf(id).self}`].join('; ');
}

function whyNone(verdict: Consultation['verdict']): string {
  return verdict?.undecided?.why ?? 'none of the answers could be singled out';
}

function sayStance(one: NonNullable<NonNullable<Consultation['verdict']>['positions']>[number]): string {
  return `${sayPosition(one)}: ${excerptOf(one.short ?? one.answer)}`;
}

/** The beginning of an answer on one line: the whole stands beside the message. */
function excerptOf(answer: string): string {
  const line = answer
    .slice(0, 4 * excerptLength)
    .trim()
    .replaceAll(/\s+/g, ' ');
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
}
