/** The list of pages that may call /mcp. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { env } from '../../shared/contract/env.ts';
import { originsOfStage, readOrigins } from '../../shared/runtime/allowed-origins.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a list of origins', () => {
  it.each<[string | undefined, readonly string[]]>([
    [undefined, []],
    ['', []],
    [' , ', []],
    ['https://agents.example', ['https://agents.example']],
    ['https://agents.example, http://localhost:6274', ['https://agents.example', 'http://localhost:6274']],
  ])('is read from %j', (list, origins) => {
    expect(readOrigins(list, '--origins')).toEqual(origins);
  });

  it.each(['agents.example', 'https://agents.example/', 'https://agents.example/path', '*', 'https://AGENTS.example'])(
    'is refused with %j, which no browser sends as an origin',
    (origin) => {
      expect(() => readOrigins(`https://good.example,${origin}`, '--origins')).toThrow(`--origins must list origins`);
    },
  );

  it('of a stage stands in its variable', () => {
    vi.stubEnv(env.allowedOrigins, 'https://agents.example');
    expect(originsOfStage()).toEqual(['https://agents.example']);
  });
});
