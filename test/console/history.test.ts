/** The history: search, filters, order, keys, and what is shown when there is nothing to show. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, openStage } from './stage.ts';

/** More than a page of the listing holds. */
const many = 53;

let stage: ConsoleStage;
const batch = randomUUID();
beforeAll(async () => {
  stage = await openStage();
  const ids: string[] = [];
  const plain = (question: string, more: object = {}) => stage.circle.ask({ question, kind: 'short', experts: ['claude'], ...more });
  for (let at = 0; at < many; at += 1) ids.push(await plain(`Question ${at} of many`, { metadata: { batch } }));
  ids.push(await plain('How tall is the Eiffel tower?'));
  ids.push(await stage.circle.ask({ question: 'slow: how deep is the lake?', kind: 'short', circle: 'pair', deadlineSeconds: 1 }));
  for (const id of ids) await stage.circle.end(id);
}, 120_000);
afterAll(() => stage?.close());

const rows = (page: Page) => page.locator('table.history tbody tr');
const questions = (page: Page) => page.locator('table.history tbody a').allInnerTexts();

describe('the history', () => {
  it('finds words among what is loaded, and opens the first row with Enter', async () => {
    const { page, complaints } = await stage.visit('#/consultations');
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('tower eiffel');
    await expect.poll(() => questions(page)).toEqual(['How tall is the Eiffel tower?']);
    expect(page.url()).toContain('words=tower+eiffel');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How tall is the Eiffel tower?' }).waitFor();
    await page.goBack();
    await expect.poll(() => questions(page)).toEqual(['How tall is the Eiffel tower?']);
    expect(complaints).toEqual([]);
  });

  it('finds words behind what is loaded', async () => {
    const { page } = await stage.visit('#/consultations');
    await rows(page).first().waitFor();
    await page.getByLabel('Search').fill('question 0 of many');
    await expect.poll(() => questions(page)).toContain('Question 0 of many');
  });

  it('is filtered by the server, and the filter stands in the address', async () => {
    const { page } = await stage.visit('#/consultations');
    await rows(page).first().waitFor();
    await page.getByLabel('Status').selectOption('no quorum');
    await expect.poll(() => questions(page)).toEqual(['slow: how deep is the lake?']);
    await page.reload();
    await expect.poll(() => questions(page)).toEqual(['slow: how deep is the lake?']);
    await page.getByLabel('Status').selectOption('any');
    await page.getByLabel('Circle').selectOption('pair');
    await expect.poll(() => questions(page)).toEqual(['slow: how deep is the lake?']);
    await page.getByLabel('Circle').selectOption('any');
    await page.getByLabel('To').fill('2020-01-01');
    await page.getByText('consultations fits these filters').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(() => rows(page).count()).toBe(50);
  });

  it('loads page after page of a tag', async () => {
    const { page } = await stage.visit('#/consultations');
    await page.getByLabel('Tag').fill(`batch:${batch}`);
    await expect.poll(async () => (await questions(page)).every((question) => /^Question \d+ of many$/.test(question))).toBe(true);
    await expect.poll(() => rows(page).count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => rows(page).count()).toBe(many);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    expect(new Set(await questions(page)).size).toBe(many);
  });

  it('is sorted by time and cost, either way', async () => {
    const { page } = await stage.visit('#/consultations');
    await rows(page).first().waitFor();
    await page.getByRole('button', { name: 'Time' }).click();
    expect((await questions(page))[0]).toBe('slow: how deep is the lake?');
    expect(await page.getByRole('columnheader', { name: 'Time' }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Cost' }).click();
    await page.getByRole('button', { name: 'Cost' }).click();
    expect(await page.getByRole('columnheader', { name: 'Cost' }).getAttribute('aria-sort')).toBe('ascending');
    expect((await questions(page))[0]).toBe('slow: how deep is the lake?');
  });

  it('is walked through with single keys, which can be switched off', async () => {
    const { page } = await stage.visit('');
    await page.getByLabel('Question').blur();
    await page.keyboard.press('h');
    await rows(page).first().waitFor();
    const focused = () => page.locator(':focus').innerText();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe((await questions(page))[1]);
    await page.keyboard.press('k');
    expect(await focused()).toBe((await questions(page))[0]);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Verdict' }).waitFor();

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.getByLabel('Single keys are commands').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.reload();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();
    await page.keyboard.press('n');
    expect(page.url()).toContain('#/consultations/');
  });

  it('says when it cannot be read, and reads it when asked again', async () => {
    const { page } = await stage.visit('');
    await page.route('**/v1/consultations?*', (route) => route.fulfill({ status: 404, body: 'gone' }), { times: 1 });
    await page.goto(`${stage.target.url}/#/consultations`);
    await page.getByRole('alert').getByText('the server answered 404').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => rows(page).count()).toBe(50);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('the experts', () => {
  it('are listed with what they cost and took, and plotted', async () => {
    const { page, complaints } = await stage.visit('#/experts');
    const record = page
      .getByRole('region', { name: /^Cost and latency/ })
      .getByRole('row')
      .filter({ hasText: 'claude' });
    expect(await record.innerText()).toMatch(/40 of 40|39 of 40/);
    await page.locator('canvas').waitFor();
    await page.getByLabel('Cost', { exact: true }).check();
    await page.getByRole('heading', { name: /^Cost by expert/ }).waitFor();
    await page.locator('.u-legend').getByText('claude').waitFor();
    expect(complaints).toEqual([]);
  });
});
