/** The webhooks of a consultation as its page shows them: what became of each, and another try of one that was given up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
let receiver: Receiver;
beforeAll(async () => {
  stage = await openStage();
  receiver = await startReceiver();
});
afterAll(async () => {
  await stage?.close();
  await receiver?.close();
});

/** The page of a consultation that has told a receiver of its end. */
async function visitTold(path: string) {
  const id = await stage.circle.ask({ question: 'Is 7 prime?', options: ['yes', 'no'], webhook: { url: `${receiver.url}${path}` } });
  await stage.circle.end(id);
  await expect.poll(() => receiver.posts(path).length, { timeout: 10_000 }).toBe(1);
  const { page, complaints } = await stage.visit(`#/consultations/${id}`);
  return { id, complaints, page, section: page.getByRole('region', { name: 'Webhooks' }) };
}

describe('the webhooks of a consultation', () => {
  it('are shown with what became of them, without a button where all is well', async () => {
    const { section } = await visitTold('/well?token=secret');
    await section.getByText('delivered (1 attempt, the last 204)').waitFor();
    expect(await section.textContent()).toContain(`${receiver.url}/well`);
    expect(await section.textContent()).not.toContain('secret');
    expect(await section.getByRole('button').count()).toBe(0);
  });

  it('are sent again by a button where they were given up, under the same id', async () => {
    receiver.answer('/gone', { status: 410 });
    const { section, page, complaints } = await visitTold('/gone');
    await section.getByText('given-up (1 attempt, the last 410)').waitFor();
    await section.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => receiver.posts('/gone').length, { timeout: 10_000 }).toBe(2);
    const [first, second] = receiver.posts('/gone').map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
    await page.reload();
    await section.getByText('delivered (2 attempts, the last 204)').waitFor();
    expect(complaints).toEqual([]);
  });

  it('that cannot be sent again are said to be so, and can be tried once more', async () => {
    receiver.answer('/away', { status: 410 });
    const { id, section, page } = await visitTold('/away');
    await section.getByRole('button', { name: 'Send again' }).waitFor();
    const answer = { type: 'about:blank', title: 'Conflict', status: 409, detail: 'It is still being tried.', retryable: false };
    const refuse = { status: 409, contentType: 'application/problem+json', body: JSON.stringify(answer) };
    await page.route(`**/v1/consultations/${id}/deliveries`, (route, request) =>
      request.method() === 'POST' ? route.fulfill(refuse) : route.continue(),
    );
    await section.getByRole('button', { name: 'Send again' }).click();
    await section.getByRole('alert').getByText('It is still being tried.').waitFor();
    await page.unrouteAll();
    await section.getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => receiver.posts('/away').length, { timeout: 10_000 }).toBe(2);
    await section.getByRole('alert').waitFor({ state: 'detached' });
  });
});
