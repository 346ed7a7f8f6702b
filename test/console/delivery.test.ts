/** What is sent to a browser: how much, and under which rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireConsole } from '../../infra/local/console.ts';
import { type ConsoleStage, openStage } from './stage.ts';

const budgetBytes = 150_000;

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('the console', () => {
  it('is smaller than 150 KB in sum, compressed', () => {
    const folder = requireConsole(() => undefined);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (file) => file.isFile() && !/\.(br|gz)$/.test(file.name),
    );
    const sizes = files.map((file) => gzipSync(readFileSync(join(file.parentPath, file.name))).length);
    expect(files.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(budgetBytes);
  });

  it('asks no other place for anything, and loads the plotting library when it plots', async () => {
    const { page } = await stage.visit('');
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await page.goto(`${stage.target.url}/#/consultations`);
    await page.reload();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(urls.filter((url) => !url.startsWith(`${stage.target.url}/`))).toEqual([]);
    expect(urls.filter((url) => url.includes('plot'))).toEqual([]);
  });

  it('keeps out a script that somebody manages to write into the page', async () => {
    const { page, complaints } = await stage.visit('');
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = "document.title = 'owned'";
      document.body.append(script);
      const image = document.createElement('div');
      image.innerHTML = '<img src="x:y" onerror="document.title = \\'owned\\'">';
      document.body.append(image);
    }`);
    await expect.poll(() => complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThan(0);
    expect(await page.title()).not.toBe('owned');
  });
});
