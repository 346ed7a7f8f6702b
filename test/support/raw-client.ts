/** A client that writes its bytes on a connection of its own, and may hang up before it is answered. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';

/** An answer as it came; `cut` says that its body broke off. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly cut: boolean;
}

/** A request that was sent. */
export interface RawRequest {
  /** Closes the connection, as a client does that has waited long enough. */
  hangUp(): void;
  readonly answer: Promise<RawAnswer>;
}

/** Posts a body as JSON. */
export function post(url: string, headers: Readonly<Record<string, string>>, body: object): RawRequest {
  const request = httpRequest(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, agent: false });
  request.end(JSON.stringify(body));
  const answer = once(request, 'response').then(async ([response]) => {
    let [text, cut] = ['', false];
    try {
      for await (const chunk of response) text += String(chunk);
    } catch {
      cut = true;
    }
    return { status: response.statusCode, headers: response.headers, text, cut };
  });
  // Whoever hangs up waits for nothing.
  answer.catch(() => undefined);
  return { answer, hangUp: () => void request.destroy() };
}
