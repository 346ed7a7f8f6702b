/** From the question to the verdict, as a person goes who looks and types. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newQuestion } from '../blackbox/suite/context.ts';
import { type ConsoleStage, openStage, signIn } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** The id in the address of a consultation's page. */
const idIn = (url: string): string => /#\/consultations\/([\w-]+)$/.exec(url)?.[1] ?? '';

describe('asking', () => {
  it('goes by keyboard alone, and each answer lands on its card before the next one is there', async () => {
    const { page, complaints } = await stage.visit('', { signedIn: false });
    await page.getByLabel('Key of this circle').and(page.locator(':focus')).waitFor();
    await page.keyboard.type(stage.target.key);
    await page.keyboard.press('Enter');
    const question = newQuestion();
    await page.getByLabel('Question').and(page.locator(':focus')).waitFor();
    await page.keyboard.type(question);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'Short answer' }).isChecked()).toBe(true);
    // Past the button to the circle, which is chosen by its first letters.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('people');
    expect(await page.getByLabel('Circle', { exact: true }).inputValue()).toBe('people');
    await page.keyboard.press('Control+Enter');

    const card = (expert: string, status: string) => page.locator(`[data-expert="${expert}"][data-status="${status}"]`);
    await card('ada', 'waiting').waitFor();
    await card('bob', 'waiting').waitFor();
    const id = idIn(page.url());
    await stage.circle.handIn(id, 'ada', 'Paris');
    await card('ada', 'answered').getByText('Paris').waitFor();
    expect(await card('bob', 'waiting').count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'Verdict' }).count()).toBe(0);
    await page.getByRole('status').getByText('ada: answered. 1 of 2 experts are in.').waitFor({ state: 'attached' });

    await page.reload();
    await card('ada', 'answered').getByText('Paris').waitFor();
    await card('bob', 'waiting').waitFor();
    await stage.circle.handIn(id, 'bob', 'Paris');
    await card('bob', 'answered').waitFor();
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText('Paris').waitFor();
    expect(await verdict.innerText()).toContain('2 of 2');
    expect(await page.title()).toContain(question.slice(0, 40));
    expect(complaints).toEqual([]);
  });

  it('leads to a permanent link, which shows the same in another window', async () => {
    const id = await stage.circle.ask({ question: 'Is 3599 a prime number?', kind: 'choice', options: ['yes', 'no'] });
    await stage.circle.end(id);
    const first = await stage.visit(`#/consultations/${id}`);
    const said = await first.page.getByRole('region', { name: 'Verdict' }).innerText();
    const second = await stage.visit(idAddress(first.page.url()), { signedIn: false });
    await signIn(second, stage.target.key);
    expect(await second.page.getByRole('region', { name: 'Verdict' }).innerText()).toBe(said);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });

  it('shows every expert with its latency, tokens and cost, and one that failed with its reason', async () => {
    const { page } = await stage.visit('');
    await page.getByLabel('Question').fill('May we change the orders table at noon?');
    await page.getByRole('radio', { name: 'Choice' }).check();
    await page.getByRole('textbox', { name: 'Options' }).fill('approve\nrevise\nreject\n');
    await page.getByRole('button', { name: 'Ask the circle' }).click();
    await page.getByRole('region', { name: 'Verdict' }).waitFor();

    const claude = page.locator('[data-expert="claude"]');
    expect(await claude.innerText()).toMatch(/812 in, 148 out[\s\S]*\$0\.0047/);
    expect(await claude.innerText()).toMatch(/Latency\n\d+ ms|Latency\n\d\.\d s/);
    const llama = page.locator('[data-expert="llama"]');
    expect(await llama.innerText()).toContain('rate-limited');
    // Refused before the outcome was settled, given up then while it waited, or asked again and still out: all are told with the reason.
    expect(['failed', 'abandoned', 'late']).toContain(await llama.getAttribute('data-status'));
    expect(await page.getByRole('region', { name: 'Verdict' }).innerText()).toMatch(/llama \((?:rate-limited|abandoned|late)\)/);
  });

  it('marks the fields that the server refuses, and leads to the first of them', async () => {
    const { page, complaints } = await stage.visit('');
    await page.getByLabel('Question').fill('Which one?');
    await page.getByRole('radio', { name: 'Choice' }).check();
    await page.getByRole('textbox', { name: 'Options' }).fill('only one');
    await page.getByLabel('Budget, US $').fill('much');
    await page.getByRole('button', { name: 'Ask the circle' }).click();
    await page.getByRole('alert').getByText('see the marked fields').waitFor();
    const options = page.getByRole('textbox', { name: 'Options' });
    expect(await options.getAttribute('aria-invalid')).toBe('true');
    await options.and(page.locator(':focus')).waitFor();
    expect(await page.locator('#options-problem').innerText()).toBe('must list at least two options');
    expect(await page.getByLabel('Budget, US $').getAttribute('aria-invalid')).toBe('true');

    await options.fill('this\nthat');
    await page.getByLabel('Budget, US $').fill('');
    await page.getByLabel('Quorum').fill('9');
    await page.getByRole('button', { name: 'Ask the circle' }).click();
    await page.locator('#quorum-problem').getByText('only 5 experts are seated').waitFor();
    expect(await options.getAttribute('aria-invalid')).toBe('false');
    expect(complaints).toEqual([]);
  });

  it('can be cancelled, and asked again with the same words', async () => {
    const { page } = await stage.visit('');
    const question = newQuestion();
    const id = await stage.circle.ask({ question, kind: 'short', circle: 'people' });
    await page.goto(`${stage.target.url}/#/consultations/${id}`);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.facts [data-status="cancelled"]').waitFor();
    await page.locator('[data-expert="ada"][data-status="cancelled"]').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);

    await page.getByRole('link', { name: 'Ask again' }).click();
    await expect.poll(() => page.getByLabel('Question').inputValue()).toBe(question);
    expect(await page.getByRole('radio', { name: 'Short answer' }).isChecked()).toBe(true);
    expect(await page.getByLabel('Circle', { exact: true }).inputValue()).toBe('people');
  });

  it('says when the circle cannot be reached, and goes on when it can', async () => {
    const { page, context } = await stage.visit('');
    const id = await stage.circle.ask({ question: newQuestion(), kind: 'short', circle: 'people' });
    await page.goto(`${stage.target.url}/#/consultations/${id}`);
    await page.locator('[data-expert="ada"][data-status="waiting"]').waitFor();
    await context.setOffline(true);
    await page.getByRole('alert').getByText('no circle answers').waitFor();
    await stage.circle.handIn(id, 'ada', 'Paris');
    await context.setOffline(false);
    await page.locator('[data-expert="ada"][data-status="answered"]').waitFor();
    await expect.poll(() => page.getByRole('alert').count(), { timeout: 15_000 }).toBe(0);
  });

  it('copies its link', async () => {
    const id = await stage.circle.ask({ question: newQuestion(), kind: 'short', experts: ['claude'] });
    const { page } = await stage.visit(`#/consultations/${id}`, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${stage.target.url}/#/consultations/${id}`);
  });

  it('says what it does not find', async () => {
    const { page } = await stage.visit('#/consultations/no-such-one');
    await page.getByRole('alert').getByText('no-such-one').waitFor();
    await page.goto(`${stage.target.url}/#/somewhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });
});

describe('a tab that nobody sees', () => {
  it('leaves its connection to others, and follows again when it is looked at', async () => {
    const id = await stage.circle.ask({ question: newQuestion(), kind: 'short', circle: 'people' });
    const { page } = await stage.visit('');
    let streams = 0;
    const isStream = (url: string) => url.endsWith('/events');
    page.on('request', (request) => {
      if (isStream(request.url())) streams += 1;
    });
    page.on('requestfailed', (request) => {
      if (isStream(request.url())) streams -= 1;
    });
    const show = (hidden: boolean) =>
      page.evaluate(`{
        Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'));
      }`);
    await page.goto(`${stage.target.url}/#/consultations/${id}`);
    await page.locator('[data-expert="ada"][data-status="waiting"]').waitFor();
    await expect.poll(() => streams).toBe(1);
    await show(true);
    await expect.poll(() => streams).toBe(0);
    await stage.circle.handIn(id, 'ada', 'Paris');
    await show(false);
    await page.locator('[data-expert="ada"][data-status="answered"]').getByText('Paris').waitFor();
    await expect.poll(() => streams).toBe(1);
  });
});

function idAddress(url: string): string {
  return `#/consultations/${idIn(url)}`;
}
