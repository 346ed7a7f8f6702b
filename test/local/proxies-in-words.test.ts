import { expect, it } from 'vitest';
import { proxiesInWords } from '../../infra/local/proxies-in-words.ts';
import { openOutgoing } from '../../shared/network/outgoing.ts';

const [one, other] = ['http://user:secret@one.example:3128', 'http://other.example:3129'];

it.each([
  [{}, []],
  [{ HTTPS_PROXY: one, HTTP_PROXY: one }, [/machines goes through the proxy one\.example:3128$/]],
  [{ ALL_PROXY: one }, [/machines goes through the proxy one\.example:3128$/]],
  [{ HTTPS_PROXY: one, HTTP_PROXY: other }, [/https: goes through the proxy one/, /http: goes through the proxy other/]],
  [{ HTTPS_PROXY: one }, [/https: goes through the proxy one/, /http: goes there directly/]],
  [{ HTTP_PROXY: other }, [/https: goes there directly/, /http: goes through the proxy other/]],
])('the greeting names every proxy of %j, and no password', (environment: Readonly<Record<string, string>>, lines: readonly RegExp[]) => {
  const told = proxiesInWords(openOutgoing(environment).proxyFor);
  expect(told).toEqual(lines.map((line) => expect.stringMatching(line)));
  expect(told.join()).not.toContain('secret');
});
