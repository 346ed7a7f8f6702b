/** What a verdict rests on, as it is shown. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consultation } from '../../shared/contract/consultation.ts';
import { sayGrounds, saySynthesis } from '../../shared/domain/say-synthesis.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** The page of an ended consultation on a new question. */
async function ended(body: object): Promise<{ readonly page: Page; readonly id: string; readonly complaints: readonly string[] }> {
  const id = await stage.circle.ask(body);
  await stage.circle.end(id);
  const { page, complaints } = await stage.visit(`#/consultations/${id}`);
  await page.getByRole('region', { name: 'Verdict' }).waitFor();
  return { page, id, complaints };
}

const bucket = { question: 'What is true of the uploads bucket?', kind: 'text', quorum: 5 };

describe('a verdict on a free question', () => {
  it('says that confidence is not measurable, without a bar, and shows the numbers that are', async () => {
    const { page } = await ended(bucket);
    const confidence = page.locator('[data-measure="confidence"]');
    expect(await confidence.innerText()).toContain('not measurable');
    expect(await confidence.locator('.track').count()).toBe(0);
    expect(await page.locator('[data-measure="coverage"]').innerText()).toMatch(/5 of 5[\s\S]*5 families/);
    expect(await page.locator('[data-measure="agreement"] .figure').innerText()).toMatch(/^0\.\d\d$/);
  });

  it('has a heat map with the similarity of every two experts, and says which are most alike', async () => {
    const { page, id } = await ended(bucket);
    const { verdict } = await stage.circle.look(id);
    const shown = await page.locator('table.heat tbody td').allInnerTexts();
    const numbers = shown.filter((text) => /^\d\.\d\d$/.test(text)).map(Number);
    const rising = (scores: readonly number[]) => scores.toSorted((one, other) => one - other);
    const scores = (verdict?.pairs?.scores ?? []).map((score) => Number(score.toFixed(2)));
    expect(rising(numbers)).toEqual(rising([...scores, ...scores]));
    expect(numbers).toHaveLength(20);
    expect(await page.locator('table.heat thead th').allInnerTexts()).toHaveLength(5);
    await page.getByText(/Most alike: \w+ and \w+ \(0\.\d\d\)\. Least alike/).waitFor();
  });

  it('lists the claims with who supports, contradicts and passes over each', async () => {
    const { page } = await ended(bucket);
    const ledger = page.getByRole('region', { name: 'Claim ledger' });
    const logs = ledger.getByRole('row').filter({ hasText: 'kept for 90 days' });
    expect(await logs.getByRole('cell').allInnerTexts()).toEqual(['claude, gemini, qwen', 'gpt', 'llama']);
    expect(await logs.getAttribute('data-disputed')).toBe('true');
  });

  it('sets a dissenting answer beside the leading one, with the differences marked', async () => {
    const { page } = await ended(bucket);
    const dissent = page.getByRole('region', { name: /^Dissent/ });
    const shortest = dissent.locator('details').filter({ has: page.locator('summary', { hasText: 'llama' }) });
    if ((await shortest.getAttribute('open')) === null) await shortest.locator('summary').click();
    const pair = shortest.locator('.pair');
    const [leading, dissenting] = await pair.locator('.words').allInnerTexts();
    expect(leading).toContain('Server-side encryption is switched on');
    expect(dissenting).toBe('Versioning is disabled. The bucket allows public read access through its policy.');
    expect((await pair.locator('del').allInnerTexts()).join(' ')).toContain('Server-side encryption');
    expect((await pair.locator('ins').allInnerTexts()).join(' ')).not.toContain('The bucket allows');
  });

  it('shows a synthesis with the claims of each sentence, and says how many were left out', async () => {
    const { page, id, complaints } = await ended({ ...bucket, deliberation: { synthesis: 'scribe' } });
    const { verdict } = await stage.circle.look(id);
    const { synthesis } = verdict ?? {};
    expect(synthesis).toMatchObject({ by: 'scribe', sentences: [{ claims: [1] }], unsupported: 1 });
    const shown = page.getByRole('region', { name: /^Synthesis/ });
    const sentences = synthesis?.sentences.map((one) => `${one.text} ${sayGrounds(one)}`);
    expect(await shown.getByRole('listitem').allInnerTexts()).toEqual(sentences);
    expect(await shown.getByRole('heading').innerText()).toBe(`Synthesis ${synthesis && saySynthesis(synthesis)}`);
    expect(complaints).toEqual([]);
  });

  it('can be taken along as the API gives it', async () => {
    const { page, id } = await ended(bucket);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download JSON' }).click()]);
    expect(download.suggestedFilename()).toBe(`consultation-${id}.json`);
    const saved = consultation.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
    expect(saved).toEqual(await stage.circle.look(id));
  });
});

describe('a verdict on the order of options', () => {
  it('shows the order with the points of other rules', async () => {
    const options = ['Kafka', 'RabbitMQ', 'SQS', 'PostgreSQL'];
    const { page, complaints } = await ended({ question: 'Which message queue?', kind: 'ranking', options, quorum: 5 });
    const rows = page.getByRole('region', { name: 'Ranking' }).locator('tbody tr');
    expect(await rows.getByRole('rowheader').allInnerTexts()).toEqual(['SQS', 'PostgreSQL', 'RabbitMQ', 'Kafka']);
    expect(complaints).toEqual([]);
  });
});

describe('a verdict without a decision', () => {
  it('says which bound was not met', async () => {
    const { page } = await ended({ question: 'slow question', kind: 'short', circle: 'pair', deadlineSeconds: 1 });
    const verdict = page.getByRole('region', { name: 'Verdict' });
    expect(await verdict.innerText()).toContain('Fewer experts answered than the quorum asks for');
    expect(await page.locator('[data-expert="gpt"]').getAttribute('data-status')).toBe('timeout');
  });
});

describe('words of experts', () => {
  it('are text, whatever they hold', async () => {
    const { page, complaints } = await ended({ question: 'A hostile answer?', kind: 'choice', options: ['yes', 'no'], circle: 'mixed' });
    await page.locator('[data-expert="claude"]').getByText(`<img src=x onerror="document.title='owned'">`).waitFor();
    expect(await page.locator('main img, main script, main style, main a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).not.toContain('owned');
    expect(await page.locator('body').isVisible()).toBe(true);
    // The mark that turns text round ends with the words that hold it.
    expect(await page.evaluate(`getComputedStyle(document.querySelector('[data-expert="gpt"] .markdown p')).unicodeBidi`)).toBe('isolate');
    expect(await page.locator('[data-expert="gpt"]').getByText('Latency').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('are folded where they are long, and compared within bounds', async () => {
    const { page } = await ended({ question: 'A hostile answer?', kind: 'choice', options: ['yes', 'no'], circle: 'mixed' });
    const qwen = page.locator('[data-expert="qwen"]');
    expect((await qwen.innerText()).length).toBeLessThan(1000);
    await qwen.getByRole('button', { name: /Show all/ }).click();
    expect((await qwen.innerText()).length).toBeGreaterThan(20_000);
    await qwen.getByRole('button', { name: 'Show less' }).click();
    expect((await qwen.innerText()).length).toBeLessThan(1000);
  });
});
