/** Whether a page can be used by everybody: judged by axe, and by whether it fits the smallest phone. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The rules that are broken, each with the elements that break it. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Expects that nothing of the page stands beside the smallest screen, and that no rule of axe is broken there. */
export async function fitsPhone(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await violations(page), 'phone').toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth'), 'nothing stands beside the screen').toBe(320);
}
