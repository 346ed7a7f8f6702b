/** The report: figures by circle and kind, what stands in the address, and many tabs at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
  const questions = ['May we change the orders table?', 'May we change the orders table again?'];
  for (const question of questions) {
    const id = await stage.circle.ask({ question, kind: 'choice', options: ['approve', 'revise', 'reject'] });
    const { verdict } = await stage.circle.end(id);
    await stage.circle.feedback(id, { answer: verdict?.answer });
  }
  await stage.circle.end(await stage.circle.ask({ question: 'How tall is the Eiffel tower?', kind: 'short', circle: 'pair' }));
}, 120_000);
afterAll(() => stage?.close());

describe('the report', () => {
  it('says how often the circle and each seat were right, and what is hardly a figure', async () => {
    const { page, complaints } = await stage.visit('#/report');
    const circle = page.getByRole('region', { name: 'default', exact: true });
    await circle.getByText('Of 2 questions whose right answer is known the circle was right in 100.0%* (34 to 100, of 2).').waitFor();
    const seats = circle.getByRole('table', { name: 'Seats beside the circle' });
    // An answer that came after the end is compared with nobody's.
    expect((await seats.getByRole('rowheader').allInnerTexts()).length).toBeGreaterThanOrEqual(4);
    await circle
      .getByRole('table', { name: 'Smaller circles' })
      .getByRole('rowheader', { name: /^without / })
      .first()
      .waitFor();
    await page.getByText('3 consultations read.').waitFor();
    const pair = page.getByRole('region', { name: 'pair', exact: true });
    await pair.getByText('No right answer is known: nothing here says how often anybody is right.').waitFor();
    expect(await pair.getByRole('table', { name: 'Seats beside the circle' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says how many consultations could not be read', async () => {
    const { page } = await stage.visit('#/experts');
    await page.route('**/v1/reports/consultations?*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), unreadable: 2 } });
    });
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    await page.getByText('3 consultations read. 2 consultations could not be read: the log of the server says why.').waitFor();
  });

  it('is reached from every page, and its filters stand in the address', async () => {
    const { page } = await stage.visit('#/experts');
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    await page.getByRole('region', { name: 'pair', exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Circle', exact: true }).selectOption('pair');
    await expect.poll(() => page.getByRole('region', { name: 'default', exact: true }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Kind of question' }).selectOption('choice');
    await page.getByText('No consultation has ended here.').waitFor();
    expect(page.url()).toContain('#/report?circle=pair&kind=choice');
    await page.reload();
    await page.getByText('No consultation has ended here.').waitFor();
    await page.getByRole('combobox', { name: 'Kind of question' }).selectOption('any');
    await page.getByRole('region', { name: 'pair', exact: true }).waitFor();
    await page.getByLabel('Since').fill('2999-01-01');
    await page.getByText('0 consultations read.').waitFor();
  });

  it('comes in twenty tabs at once', { timeout: 120_000 }, async () => {
    const { page, context, complaints } = await stage.visit('#/report');
    const pages = [page];
    for (let tab = 1; tab < 20; tab += 1) {
      const another = await context.newPage();
      await another.goto(`${stage.target.url}/#/report`);
      pages.push(another);
    }
    for (const one of pages) await one.getByText('3 consultations read.').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});
