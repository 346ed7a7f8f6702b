/** What has become known of an answer, as people say and read it in the console. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listedFeedback } from '../../shared/contract/feedback.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const given = async (id: string) => listedFeedback.parse(JSON.parse((await stage.circle.listFeedback(id)).text)).feedback;

async function decided(body: object): Promise<string> {
  const id = await stage.circle.ask(body);
  expect(await stage.circle.end(id)).toMatchObject({ status: 'decided' });
  return id;
}

describe('feedback', () => {
  it('is given and corrected, and nothing that was said is lost', async () => {
    const id = await decided({ question: 'May we change the orders table?', kind: 'choice', options: ['approve', 'revise', 'reject'] });
    const { page, complaints } = await stage.visit(`#/consultations/${id}`);
    const feedback = page.getByRole('region', { name: /^Feedback/ });
    await feedback.getByRole('button', { name: 'Give feedback' }).click();
    await page.getByLabel('right', { exact: true }).check();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Send feedback' }).click();
    await feedback.getByText('right (says Ada)').waitFor();
    expect(await page.locator('.correction').count()).toBe(0);

    await feedback.getByRole('button', { name: 'Correct the feedback' }).click();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada');
    await page.getByLabel('wrong', { exact: true }).check();
    await page.getByLabel('The right answer').selectOption('reject');
    await page.getByLabel('Note').fill('the migration <b>failed</b>');
    await page.getByRole('button', { name: 'Send feedback' }).click();

    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('wrong; right is: reject (says Ada)').waitFor();
    await page.reload();
    await verdict.getByText('wrong; right is: reject (says Ada)').waitFor();
    expect(await feedback.locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/^wrong; right is: reject \(says Ada\) [\s\S]*the migration <b>failed<\/b>$/),
      expect.stringMatching(/^right \(says Ada\) /),
    ]);
    expect(await given(id)).toMatchObject([
      { right: true, by: 'Ada' },
      { right: false, answer: 'reject', note: 'the migration <b>failed</b>', by: 'Ada' },
    ]);
    expect(complaints).toEqual([]);
  });

  it('that says nothing is refused with a sentence, and what was typed stays', async () => {
    const id = await decided({ question: 'What is true of the uploads bucket?', kind: 'text', quorum: 5 });
    const { page } = await stage.visit(`#/consultations/${id}`);
    await page.getByRole('button', { name: 'Give feedback' }).click();
    expect(await page.getByLabel('The right answer').count()).toBe(0);
    await page.getByLabel('Note').fill('hm');
    await page.getByRole('button', { name: 'Send feedback' }).click();
    await page.getByRole('alert').getByText("submit the right answer, or whether the verdict's was right").waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('hm');
    expect(await given(id)).toEqual([]);
  });
});
