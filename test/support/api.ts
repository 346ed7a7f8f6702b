/** The HTTP application on test ports. Each answer is held against what the application says of itself. */
import { expect } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../../functions/api/app.ts';
import { type Authenticate, byKey } from '../../functions/api/authenticate.ts';
import { speaksOpenAi } from '../../functions/api/chat/error.ts';
import type { ConsoleSite } from '../../functions/api/options.ts';
import { openAiError } from '../../shared/contract/chat.ts';
import { problem } from '../../shared/contract/problem.ts';
import { openPorts, type TestPorts } from './ports.ts';

/** The key that opens the application. */
export const goodKey = 'circle_test-key';

export interface ApiRequest {
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Added to a good key and to `content-type: application/json`; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or undefined for an empty body. */
  readonly body: unknown;
}

export interface TestApi {
  readonly ports: TestPorts;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  send(method: string, path: string, request?: ApiRequest): Promise<Answer>;
}

/** Opens the application; `parts` are what `/healthz` finds wrong. */
export function openApi(
  options: {
    readonly ports?: TestPorts;
    readonly authenticate?: Authenticate;
    readonly parts?: Readonly<Record<string, string | undefined>>;
    readonly console?: ConsoleSite;
    readonly answerMaxBytes?: number;
  } = {},
): TestApi {
  const { ports = openPorts(), authenticate = byKey(goodKey), parts = { store: undefined }, console, answerMaxBytes } = options;
  const app = buildApp({ ports, maxWaitSeconds: 25, authenticate, readiness: async () => parts, console, answerMaxBytes });
  return {
    ports,
    fetch: app.fetch,
    async send(method, path, { body, headers = {} } = {}) {
      const all = { authorization: `Bearer ${goodKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
      const response = await app.request(path, {
        method,
        headers: Object.entries(all).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
      description ??= describeApi();
      expectDocumented(await description, method, path, answer);
      return answer;
    },
  };
}

const document = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({ responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })) }),
    ),
  ),
});
type Documented = z.infer<typeof document>;

/** Read once: it is the same whatever the ports are. */
let description: Promise<Documented> | undefined;

async function describeApi(): Promise<Documented> {
  const app = buildApp({ ports: openPorts(), authenticate: byKey(goodKey), maxWaitSeconds: 25, readiness: async () => ({}) });
  return document.parse(await (await app.request('/v1/openapi.json')).json());
}

/** An answer of a documented operation has a documented status and media type; every problem has the one form. */
function expectDocumented(documented: Documented, method: string, path: string, { status, headers, body }: Answer): void {
  const [bare = ''] = path.split('?');
  const what = `${method} ${bare} answered ${status}`;
  const media = mediaTypeOf(headers);
  const responses = responsesOf(documented, method, bare);
  if (responses) {
    expect(Object.keys(responses), what).toContain(String(status));
    if (body !== undefined) expect(Object.keys(responses[String(status)]?.content ?? {}), what).toContain(media);
  }
  // The health of the parts is told in one form, good or bad.
  if (status >= 400 && bare !== '/healthz') expectError(bare, media, { status, body });
}

/** Below the paths of OpenAI's API, errors have its form. */
function expectError(path: string, media: string, answer: Pick<Answer, 'status' | 'body'>): void {
  if (speaksOpenAi(path)) {
    expect(media).toBe('application/json');
    openAiError.parse(answer.body);
  } else if (path.endsWith('/mcp')) {
    expect(media).toBe('application/json');
    expect(answer.body).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number), message: expect.any(String) } });
  } else expectProblem(media, answer);
}

function mediaTypeOf(headers: Headers): string {
  return headers.get('content-type')?.split(';')[0] ?? '';
}

function expectProblem(media: string, { status, body }: Pick<Answer, 'status' | 'body'>): void {
  expect(media).toBe('application/problem+json');
  expect(problem.parse(body).status).toBe(status);
}

function responsesOf({ paths }: Documented, method: string, path: string) {
  const matches = (pattern: string) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return Object.entries(paths).find(([pattern]) => matches(pattern))?.[1][method.toLowerCase()]?.responses;
}
