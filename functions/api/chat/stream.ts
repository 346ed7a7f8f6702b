/** Streams an answer as OpenAI does. Its text is there when the verdict is: until then comments say how far the panel is. */
import type { SSEStreamingApi } from 'hono/streaming';
import { chatChunk } from '../../../shared/contract/chat.ts';
import { heartbeatMs } from '../../../shared/contract/heartbeat.ts';
import type { Run } from '../../../shared/contract/run.ts';
import type { Principal } from '../../../shared/domain/principal.ts';
import { messageOf } from '../../../shared/errors.ts';
import { followConsultation } from '../../../shared/steps/follow-consultation.ts';
import { readConsultation } from '../ask-circle.ts';
import type { Answering } from '../follow-answer.ts';
import type { ApiOptions } from '../options.ts';
import { problemOf } from '../problems.ts';
import { endOfStream } from '../wait-for-end.ts';
import { openAiErrorOf } from './error.ts';
import { answerOf, type chunksOf, type OfRequest } from './response.ts';

/** Milliseconds in which a failure that was told in a stream is told once more: clients pause for less than a minute. */
const toldOnceMoreMs = 60_000;

/** What a stream is made from. */
export interface Streaming extends OfRequest {
  /** Who asks. */
  readonly principal: Principal;
  readonly run: Run;
  readonly chunks: ReturnType<typeof chunksOf>;
  readonly answering: Answering;
  readonly options: ApiOptions;
}

/** Sends the whole stream. Once it has begun, an error is a chunk of its own. */
export async function sendStream(stream: SSEStreamingApi, gone: AbortSignal, streaming: Streaming): Promise<void> {
  try {
    await sendData(stream, chatChunk.parse(streaming.chunks.first()));
    await keepAlive(stream, streaming, gone);
    if (!gone.aborted) await sendAnswer(stream, streaming);
  } catch (error) {
    const { log } = streaming.options.ports;
    log.error('REQUEST_FAILED', { error: error instanceof Error ? error.name : typeof error, reason: messageOf(error) });
    await sendData(stream, openAiErrorOf(problemOf(error), error));
    await streaming.answering.cut();
  }
}

/** Comments, at every opinion and whenever it has been silent, until the consultation has ended or the time is over. */
async function keepAlive(stream: SSEStreamingApi, { run, options }: Streaming, signal: AbortSignal): Promise<void> {
  const { ports, maxWaitSeconds } = options;
  const until = ports.clock.monotonic() + maxWaitSeconds * 1000;
  let heard = 0;
  for await (const event of followConsultation(run.id, 0, ports, { heartbeatMs, until, signal: endOfStream(signal, options) })) {
    if (event.type === 'opinion' && event.opinion.round === undefined) heard += 1;
    if (event.type === 'opinion' || event.type === 'heartbeat') await stream.write(`: ${heard} of ${run.seats.length} experts are in\n\n`);
  }
}

async function sendAnswer(stream: SSEStreamingApi, { principal, run, chunks, options, answering, ...ofRequest }: Streaming): Promise<void> {
  const view = await readConsultation(principal, run.id, options.ports);
  const answer = answerOf(view, ofRequest);
  if ('error' in answer) {
    await sendData(stream, answer);
    // Not every client reads an error in a stream: one that repeats the request is told once more, by a status.
    await answering.told(false, view.status === 'open' ? undefined : toldOnceMoreMs);
    // Others read no error in a stream at all: to them a body that ends well is an empty answer.
    return answering.cut();
  }
  for (const chunk of chunks.rest(answer)) await sendData(stream, chatChunk.parse(chunk));
  await stream.writeSSE({ data: '[DONE]' });
  await answering.told(true);
}

function sendData(stream: SSEStreamingApi, data: unknown): Promise<void> {
  return stream.writeSSE({ data: JSON.stringify(data) });
}
