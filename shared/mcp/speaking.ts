/** An answer that is long in coming, as a stream that says meanwhile that it is alive. */

/** What is waited for, and how. */
export interface Speaking {
  readonly heartbeatMs: number;
  /** Called where nobody reads the stream any more. */
  readonly gone: () => void;
}

const comment = ': the circle is at work\n\n';

/**
 * The answer as it is where it comes in time, or the same as the one event of a stream whose comments come as long as it does not. Only what a
 * protocol tells by its own form may be answered so: the status of a stream is given before its answer.
 */
export async function speakUntil(answer: Promise<Response>, speaking: Speaking): Promise<Response> {
  const silence = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => silence.resolve(undefined), speaking.heartbeatMs);
  try {
    return (await Promise.race([answer, silence.promise])) ?? streamOf(answer, speaking);
  } finally {
    clearTimeout(timer);
  }
}

function streamOf(answer: Promise<Response>, { heartbeatMs, gone }: Speaking): Response {
  const encoder = new TextEncoder();
  let speaking: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write(comment);
      speaking = setInterval(() => write(comment), heartbeatMs);
      try {
        await passOn(await answer, controller, write);
        controller.close();
      } catch (error) {
        controller.error(error);
      } finally {
        clearInterval(speaking);
      }
    },
    cancel() {
      clearInterval(speaking);
      gone();
    },
  });
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' };
  return new Response(body, { status: 200, headers });
}

/** A stream goes on as it is, and JSON is its one message. */
async function passOn(
  answer: Response,
  controller: ReadableStreamDefaultController<Uint8Array>,
  write: (text: string) => void,
): Promise<void> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') && answer.body !== null) {
    for await (const bytes of answer.body) controller.enqueue(bytes);
    return;
  }
  const text = await answer.text();
  if (text !== '') write(`event: message\ndata: ${text.replaceAll(/[\r\n]+/g, ' ')}\n\n`);
}
