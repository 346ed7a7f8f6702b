/** The key: where it is asked for, where it is kept, and what becomes of a wrong one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleStage, openStage, signIn } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const stores = `JSON.stringify({ session: sessionStorage.getItem('circle-key'), local: localStorage.getItem('circle-key') })`;

describe('signing in', () => {
  it('explains a wrong key, and lets one try again', async () => {
    const { page, complaints } = await stage.visit('#/experts', { signedIn: false });
    await page.getByLabel('Key of this circle').fill('wrong-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('This key is not known here').waitFor();
    await page.getByLabel('Key of this circle').and(page.locator(':focus')).waitFor();
    await signIn({ page }, stage.target.key);
    await page.getByRole('heading', { name: 'Experts', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps the key for the tab only, and never in an address', async () => {
    const { page } = await stage.visit('#/consultations', { signedIn: false });
    await signIn({ page }, stage.target.key);
    expect(JSON.parse(await page.evaluate<string>(stores))).toEqual({ session: stage.target.key, local: null });
    const calls: string[] = [];
    page.on('request', (request) => calls.push(request.url()));
    await page.reload();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(calls.length).toBeGreaterThan(1);
    expect([page.url(), ...calls].filter((url) => url.includes(stage.target.key))).toEqual([]);
  });

  it('remembers it on this machine when told to, and forgets it when one signs out', async () => {
    const { page, context } = await stage.visit('', { signedIn: false });
    await page.getByLabel('Remember it on this machine').check();
    await signIn({ page }, stage.target.key);
    const other = await context.newPage();
    await other.goto(`${stage.target.url}/`);
    await other.getByRole('heading', { name: 'Ask a circle' }).waitFor();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('Key of this circle').waitFor();
    expect(JSON.parse(await other.evaluate<string>(stores))).toEqual({ session: null, local: null });
  });

  it('asks again, and says why, when the key is not accepted any more', async () => {
    const { page } = await stage.visit('');
    await page.evaluate(`localStorage.setItem('circle-key', 'withdrawn')`);
    await page.goto(`${stage.target.url}/#/consultations`);
    await page.reload();
    await page.getByRole('alert').getByText('not accepted any more').waitFor();
    await signIn({ page }, stage.target.key);
    await page.getByRole('heading', { name: 'History' }).waitFor();
  });
});
