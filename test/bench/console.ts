/** What the console weighs, and how soon a browser on this machine can be typed into. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { requireConsole } from '../../infra/local/console.ts';
import { openWindow, startBrowser } from '../console/browser.ts';
import { chromium } from '../console/chromium.ts';
import type { Bench } from './circle-server.ts';
import { round, summarise } from './measure.ts';

const visits = 20;

/** Size in KB, and milliseconds of first visits (nothing cached, key remembered) until the question can be typed; null without Chromium. */
export async function measureConsole(bench: Bench): Promise<unknown> {
  return { sizeKb: weigh(), readyMs: chromium() === undefined ? null : await timeVisits(bench) };
}

function weigh() {
  const files = readdirSync(
    requireConsole(() => undefined),
    { recursive: true, withFileTypes: true },
  )
    .filter((file) => file.isFile() && !/\.(br|gz)$/.test(file.name))
    .map((file) => readFileSync(join(file.parentPath, file.name)));
  const sum = (size: (bytes: Buffer) => number) => round(files.reduce((total, bytes) => total + size(bytes), 0) / 1000);
  return {
    plain: sum((bytes) => bytes.length),
    gzip: sum((bytes) => gzipSync(bytes).length),
    brotli: sum((bytes) => brotliCompressSync(bytes).length),
  };
}

async function timeVisits(bench: Bench) {
  const browser = await startBrowser();
  try {
    await timeVisit(browser, bench);
    const times: number[] = [];
    for (let visit = 0; visit < visits; visit += 1) times.push(await timeVisit(browser, bench));
    return summarise(times);
  } finally {
    await browser.close();
  }
}

/** From the call for the page to the caret in the field of the question, once its circles are shown. */
async function timeVisit(browser: Browser, { circleUrl, key }: Bench): Promise<number> {
  const remembered = { origin: circleUrl, localStorage: [{ name: 'circle-key', value: key }] };
  const { page, context } = await openWindow(browser, { storageState: { cookies: [], origins: [remembered] } });
  const startedAt = performance.now();
  await page.goto(circleUrl, { waitUntil: 'commit' });
  await page.locator('#question:focus').waitFor();
  await page.getByText('Seats e0').waitFor();
  const took = performance.now() - startedAt;
  await context.close();
  return took;
}
