/** Reviews: the list, one of them with the lines of its findings, allowing a finding, and what became of findings over time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { circleClient } from '../../shared/client/client.ts';
import { baseline } from '../../shared/contract/baseline.ts';
import type { NewReview } from '../../shared/contract/new-review.ts';
import { scheduledRunId } from '../../shared/domain/schedule-times.ts';
import { fitsPhone, violations } from './accessible.ts';
import { type ConsoleStage, openStage } from './stage.ts';

const before = 'FROM node:24.1.0\nUSER node\n';
const file = (text: string) => ({ path: 'Dockerfile', text, before });

let stage: ConsoleStage;
let ids: readonly string[];
const client = () => circleClient({ url: stage.target.url, key: stage.target.key });

async function review(body: NewReview): Promise<string> {
  const { id, report } = await client().review(body, { waitSeconds: 20 });
  expect(report).not.toBeNull();
  return id;
}

beforeAll(async () => {
  stage = await openStage(join(import.meta.dirname, '../ports/fixtures/rules.mjs'));
  const bad = await review({ files: [file('FROM node:latest\nUSER node\n')], subject: 'shop/api' });
  const good = await review({ files: [file('FROM node:24.2.0\nUSER node\n')], subject: 'shop/api' });
  ids = [bad, good, await review({ files: [{ path: 'Dockerfile', text: 'FROM other:latest\n' }] })];
}, 120_000);
afterAll(() => stage?.close());

describe('the list of reviews', () => {
  it('leads to each review, and to those of a subject with their findings over time', async () => {
    const { page, complaints } = await stage.visit('#/');
    await page.getByRole('link', { name: 'Reviews', exact: true }).click();
    await expect.poll(() => page.locator('table.history tbody tr').count()).toBe(3);
    await page.getByRole('link', { name: 'shop/api' }).first().click();
    await page.getByRole('heading', { name: 'Reviews of shop/api' }).waitFor();
    await expect.poll(() => page.locator('table.history tbody tr').count()).toBe(2);
    const row = page.getByRole('table', { name: 'Findings over time' }).locator('tbody tr');
    await expect.poll(() => row.innerText()).toMatch(/FROM node:latest[\s\S]*Dockerfile:1[\s\S]*high[\s\S]*gone/);
    expect(await violations(page)).toEqual([]);
    await row.getByRole('link', { name: 'gone' }).click();
    await page.getByRole('heading', { name: /It may go out/ }).waitFor();
    expect(page.url()).toContain(`#/reviews/${ids[1]}`);
    expect(complaints).toEqual([]);
  });

  it('says where there is none', async () => {
    const { page } = await stage.visit('#/reviews?subject=nobody');
    await page.getByText('Nothing has been reviewed yet').waitFor();
  });
});

describe('a review', () => {
  it('says what it comes to, and shows each finding at its line, with who holds it', async () => {
    const { page, complaints } = await stage.visit(`#/reviews/${ids[0]}`);
    await page.getByRole('heading', { name: /It must not go out/ }).waitFor();
    const found = page.locator('.finding');
    await expect
      .poll(() => found.locator('.excerpt').innerText())
      .toMatch(/- FROM node:24\.1\.0\n +1 \+ FROM node:latest\n +2 {3}USER node/);
    expect(await found.locator('.origin').innerText()).toBe('Dockerfile:1 held by rules-docker (docker/docker-1)');
    expect(complaints).toEqual([]);
    await page.getByText('Allow it').click();
    await page.getByLabel('Reason').fill('the base is our own');
    expect(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page), 'dark').toEqual([]);
    await fitsPhone(page);
  });

  it('writes what allows a finding, once there is a reason, and a review accepts both', async () => {
    const { page } = await stage.visit(`#/reviews/${ids[2]}`);
    await page.getByText('Allow it').click();
    expect(await page.locator('.allowance').count()).toBe(0);
    await page.getByLabel('Reason').fill('the base is our own');
    await page.getByLabel('Until').fill('2999-01-31');
    const comment = await page.locator('.allowance').innerText();
    expect(comment.trim()).toBe('circle:allow docker/docker-1 the base is our own until 2999-01-31');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the entry of a baseline' }).click();
    const entry = baseline.parse(JSON.parse(readFileSync(await (await download).path(), 'utf8')));
    expect(entry.findings).toMatchObject([{ reason: 'the base is our own', until: '2999-01-31' }]);
    const accepted = async (body: NewReview) => {
      const { report } = await client().review(body, { waitSeconds: 20 });
      return [report?.exitCode, report?.accepted?.map(({ by, reason }) => [by, reason])];
    };
    const commented = [{ path: 'Dockerfile', text: `# ${comment.trim()}\nFROM other:latest\n` }];
    expect(await accepted({ files: commented })).toEqual([0, [['comment', 'the base is our own']]]);
    const plain = [{ path: 'Dockerfile', text: 'FROM other:latest\n' }];
    expect(await accepted({ files: plain, baseline: entry })).toEqual([0, [['baseline', 'the base is our own']]]);
  });

  it('that there is not is said', async () => {
    const { page } = await stage.visit('#/reviews/none');
    await page.getByRole('alert').waitFor();
  });
});

describe('a schedule that reviews what is deployed', () => {
  it('shows what the newest review says, and leads to it and to all of them', async () => {
    for (const [at, text] of [
      ['2025-01-01T00:00:00.000Z', 'FROM node:latest\n'],
      ['2026-01-01T00:00:00.000Z', 'FROM node:24.2.0\n'],
    ] as const) {
      await stage.target.deploy({ Dockerfile: text });
      await stage.target.startScheduled('templates', at);
      await stage.circle.end(scheduledRunId('templates', new Date(at)));
    }
    const { page, complaints } = await stage.visit('#/schedules');
    const schedule = page.getByRole('region', { name: /templates/ });
    await schedule.getByText('Reviews the folder ./templates').waitFor();
    await schedule.getByRole('link', { name: 'approve: no findings; 0 new and 1 gone since the review before' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await schedule.getByRole('link', { name: /All its reviews/ }).click();
    await page.getByRole('heading', { name: 'Reviews of schedule/templates' }).waitFor();
    await expect.poll(() => page.getByRole('table', { name: 'Findings over time' }).innerText()).toMatch(/FROM node:latest[\s\S]*gone/);
    await page.goBack();
    await fitsPhone(page);
    expect(complaints).toEqual([]);
  });
});
