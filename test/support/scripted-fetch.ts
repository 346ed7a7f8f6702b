/** A server that answers what a test wrote down, one answer a request; the last one again and again. */

export interface ScriptedServer {
  readonly fetch: typeof fetch;
  readonly requests: Request[];
}

type Answer = (request: Request) => Response | Promise<Response>;

/** Each answer in its turn. A thrown error is a connection that failed. */
export function scriptedServer(...answers: readonly Answer[]): ScriptedServer {
  const requests: Request[] = [];
  return {
    requests,
    async fetch(...call) {
      const request = new Request(...call);
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request);
      if (!answer) throw new TypeError('no answer was written down');
      return answer(request);
    },
  };
}

/** A JSON answer. */
export function answers(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return () => Response.json(body, { status, headers });
}

/** A problem document. */
export function refuses(
  status: number,
  type: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const problem = { type: `/problems/${type}`, title: type, status, detail: `it is ${type}`, retryable: status >= 500, ...more };
  return answers(problem, status, { 'content-type': 'application/problem+json', ...headers });
}

/** A connection that cannot be made. */
export const fails: Answer = () => {
  throw new TypeError('fetch failed');
};

/** A stream of exactly these chunks; then it ends, breaks with an error, or stays open until it is cancelled. */
export function streams(
  chunks: readonly (string | Uint8Array)[],
  then: 'ends' | 'breaks' | 'stays',
  seen: { cancelled?: boolean } = {},
): Answer {
  return () => {
    const left = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk));
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = left.shift();
        if (chunk) controller.enqueue(chunk);
        else if (then === 'ends') controller.close();
        else if (then === 'breaks') controller.error(new TypeError('terminated'));
      },
      cancel() {
        seen.cancelled = true;
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
}
