/** What every test of the console needs: embedded mode with the panel, a client of its API, and a browser. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type CircleClient, circleClient } from '../blackbox/circle-client.ts';
import { type InProcessTarget, openInProcess } from '../blackbox/in-process-target.ts';
import { openWindow, startBrowser, type Window } from './browser.ts';
import { writePanel } from './panel.ts';

const patienceMs = 20_000;

export interface ConsoleStage {
  readonly target: InProcessTarget;
  readonly circle: CircleClient;
  readonly browser: Browser;
  /** A window at an address of the console such as `#/consultations`; the machine remembers the key unless it is said otherwise. */
  visit(address: string, options?: VisitOptions): Promise<Window>;
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  readonly signedIn?: boolean;
}

/** Opens the stage; `review` is a program with rules, which then sit in a circle of their own. */
export async function openStage(review?: string): Promise<ConsoleStage> {
  const knowledge = writePanel({ withRules: review !== undefined });
  const target = await openInProcess(knowledge.path, review);
  const browser = await startBrowser();
  return {
    target,
    circle: circleClient(target.url, target.key, patienceMs),
    browser,
    async visit(address, { signedIn = true, ...options } = {}) {
      const remembered = { origin: target.url, localStorage: [{ name: 'circle-key', value: target.key }] };
      const window = await openWindow(browser, {
        ...options,
        ...(signedIn ? { storageState: { cookies: [], origins: [remembered] } } : {}),
      });
      await window.page.goto(`${target.url}/${address}`);
      return window;
    },
    async close() {
      await browser.close();
      await target.close();
      knowledge.remove();
    },
  };
}

/** Types the key as a person does. */
export async function signIn({ page }: Pick<Window, 'page'>, key: string): Promise<void> {
  await page.getByLabel('Key of this circle').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}
