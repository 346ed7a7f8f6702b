/** People who sit in a consultation answer in the console, in the form that the question asks for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newQuestion } from '../blackbox/suite/context.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('the answer of a person', () => {
  it('is picked, explained, corrected, and leads to the verdict', async () => {
    const asked = { question: newQuestion(), kind: 'choice', options: ['approve', 'reject'], circle: 'people' };
    const id = await stage.circle.ask(asked);
    const { page, complaints } = await stage.visit(`#/consultations/${id}`);
    const form = page.getByRole('region', { name: /^Your answer/ });
    const card = (expert: string) => page.locator(`[data-expert="${expert}"]`);
    await form.getByLabel('You are').selectOption('ada');
    await form.getByRole('button', { name: 'Send the answer' }).click();
    await form.getByRole('alert').getByText('The answer must not be empty').waitFor();

    await form.getByLabel('Your choice').selectOption('reject');
    await form.getByLabel('Reasons').fill('It has <b>no</b> test.');
    await form.getByRole('button', { name: 'Send the answer' }).click();
    await card('ada').getByText('It has <b>no</b> test.').first().waitFor({ state: 'attached' });
    expect(await form.getByLabel('Reasons').inputValue()).toBe('');

    // Who has not answered is meant now.
    expect(await form.getByLabel('You are').inputValue()).toBe('bob');
    await form.getByLabel('You are').selectOption('ada');
    await form.getByLabel('Your choice').selectOption('approve');
    await form.getByRole('button', { name: 'Send the answer' }).click();
    await expect.poll(async () => (await stage.circle.look(id)).opinions).toMatchObject([{ expert: 'ada', vote: 'approve' }]);

    await form.getByLabel('You are').selectOption('bob');
    await form.getByLabel('Your choice').selectOption('approve');
    await form.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByRole('region', { name: 'Verdict' }).getByText('approve').first().waitFor();
    expect(await form.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is asked for by nobody where no person sits', async () => {
    const id = await stage.circle.ask({ question: newQuestion(), kind: 'short', circle: 'pair' });
    const { page } = await stage.visit(`#/consultations/${id}`);
    await page.locator('[data-expert="gpt"]').waitFor();
    expect(await page.getByRole('region', { name: /^Your answer/ }).count()).toBe(0);
  });
});
