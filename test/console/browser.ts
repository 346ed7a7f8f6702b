/** A real Chromium, and pages in it that report what goes wrong in them. */
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core';
import { chromium } from './chromium.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Coloured edges of letters would double the size of a picture.
  '--disable-lcd-text',
];

/** Starts the browser. Throws if there is none. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = chromium();
  if (executablePath === undefined) throw new Error('Chromium is missing: install it (on Debian: apt install chromium).');
  return playwright.launch({ executablePath, headless: true, args: flags });
}

/** A window of its own, as of a person who has never been here. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors, breaches of the content security policy and failed scripts so far; refused calls of the API are not among them. */
  readonly complaints: readonly string[];
}

/** Opens a window. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Window> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
  context.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // The browser says this of every answer that is not 2xx; whether it was right is the test's matter.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
  };
  context.on('page', watch);
  return { context, page: await context.newPage(), complaints };
}
