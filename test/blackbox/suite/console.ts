/** The web console: the same files in every place, and no key to get them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { requireConsole } from '../../../infra/local/console.ts';
import { problemIn } from '../circle-client.ts';
import type { Tell } from './context.ts';

/** Tests of the console's files. What a browser makes of them is tested in `test/console`. */
export function tellConsole(tell: Tell): void {
  tell('serves the console as it was built, without a key and under its policy', async ({ circle }) => {
    const built = (path: string) =>
      readFileSync(
        join(
          requireConsole(() => undefined),
          path,
        ),
        'utf8',
      );
    const page = await circle.send('GET', '/', { key: null });
    expect(page, page.text).toMatchObject({ status: 200, text: built('index.html') });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    const assets = [...page.text.matchAll(/"\.\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) {
      const asset = await circle.send('GET', `/${path}`, { key: null });
      expect(asset, path).toMatchObject({ status: 200, text: built(path) });
      expect(asset.headers.get('cache-control')).toContain('immutable');
    }
  });

  tell('has no other asset', async ({ circle }) => {
    const answer = await circle.send('GET', '/assets/nothing.js', { key: null });
    expect(problemIn(answer, 404)).toMatchObject({ type: '/problems/not-found' });
  });
}
