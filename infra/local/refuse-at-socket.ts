/** Requests that never reach the application, since Node's server refuses them: answered with a problem, where the default has no body. */
import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { answerError } from '../../functions/api/error-answer.ts';
import { makeProblem } from '../../functions/api/problems.ts';
import type { Problem, ProblemType } from '../../shared/contract/problem.ts';

/** What Node's parser finds wrong, by its code. */
const faults: Readonly<Record<string, readonly [type: ProblemType, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'the headers have more bytes than the 16,384 that are read'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too-large', 'the extensions of a chunk have too many bytes'],
  ERR_HTTP_REQUEST_TIMEOUT: ['too-slow', 'the request did not arrive in time'],
};

/** Gives the answers of `server` a body wherever it refuses a request by itself. */
export function refuseInWords(server: Pick<Server, 'on'>): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const [type, detail] = faults[error.code ?? ''] ?? (['invalid-input', 'this is no request of HTTP/1.1'] as const);
    // Nobody reads on, or an answer is under way on this connection: another one would be read as its end.
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket)) return void socket.destroy(error);
    socket.end(written(makeProblem(type, detail)));
  });
  server.on('checkExpectation', (request, response) => {
    const answer = answerError(request.url ?? '', makeProblem('expectation-failed', 'of expectations only "100-continue" is met'), {
      connection: 'close',
    });
    void answer.text().then((text) => response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text));
  });
}

/** Node keeps the response that a socket is busy with, and offers no other way to ask for it. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}

function written(problem: Problem): string {
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
