/** Many tabs of one browser on open consultations: the browser has six connections for all of them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newQuestion } from '../blackbox/suite/context.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const card = (page: Page, expert: string, status: string) => page.locator(`[data-expert="${expert}"][data-status="${status}"]`);

describe('tabs of one browser', () => {
  it.each([8, 20])('that are all seen, %i of them, load, stay usable and come to the end', { timeout: 180_000 }, async (count) => {
    const ids = await Promise.all(
      Array.from({ length: count }, () =>
        stage.circle.ask({ question: newQuestion(), kind: 'short', circle: 'people', deadlineSeconds: 600 }),
      ),
    );
    const first = await stage.visit(`#/consultations/${ids[0]}`);
    const streams = new Set<unknown>();
    let most = 0;
    first.context.on('request', (request) => {
      if (request.url().endsWith('/events')) streams.add(request);
      most = Math.max(most, streams.size);
    });
    const over = (request: unknown) => streams.delete(request);
    first.context.on('requestfinished', over).on('requestfailed', over);
    const pages = [first.page];
    for (const id of ids.slice(1)) {
      const page = await first.context.newPage();
      await page.goto(`${stage.target.url}/#/consultations/${id}`);
      pages.push(page);
    }
    for (const page of pages) await card(page, 'bob', 'waiting').waitFor({ timeout: 12_000 });
    expect(most, 'streams at one time beside that of the first tab').toBeLessThanOrEqual(3);

    // A tab without a stream looks now and then, and leaves room for whatever a person does in it.
    const last = pages.at(-1) as Page;
    await last.getByRole('link', { name: 'Experts', exact: true }).click();
    await last.getByRole('heading', { name: 'Declared' }).waitFor();
    await last.goBack();
    for (const id of ids) for (const expert of ['ada', 'bob']) await stage.circle.handIn(id, expert, 'Paris');
    for (const page of pages) await page.getByRole('region', { name: 'Verdict' }).getByText('Paris').first().waitFor({ timeout: 20_000 });
    expect(first.complaints).toEqual([]);
    await first.context.close();
  });
});
