/** `npm run screenshots`: the pictures of the documents, from a real browser on embedded mode with the scripted panel. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type ConsoleStage, openStage } from './stage.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

const migration = {
  question:
    "Is it safe to run this migration on the orders table (80 million rows, PostgreSQL 16) during business hours?\n\nALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'eu';\nCREATE INDEX idx_orders_region ON orders (region);",
  kind: 'choice',
  options: ['approve', 'revise', 'reject'],
  metadata: { repository: 'shop', change: '1482' },
};
const earlier = [
  { question: 'Which statements about our uploads bucket are true? Name each one.', kind: 'text' },
  { question: 'Is 3599 a prime number?', kind: 'choice', options: ['yes', 'no'] },
  {
    question: 'Which message queue fits a team of three that runs on AWS?',
    kind: 'ranking',
    options: ['Kafka', 'RabbitMQ', 'SQS', 'PostgreSQL'],
  },
  { question: 'How many replicas does the search cluster need for 4,000 requests a second?', kind: 'short' },
  { question: 'slow: what is 17 * 23?', kind: 'short', circle: 'pair', deadlineSeconds: 1 },
] as const;

mkdirSync(folder, { recursive: true });
const stage = await openStage();
try {
  const [bucket = ''] = await askEarlier(stage);
  const decided = await stage.circle.ask(migration);
  await takeLive(stage);
  await stage.circle.end(decided);
  for (const [name, viewport] of [
    ['desktop', desktop],
    ['phone', phone],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const shoot = (what: string, address: string, ready: (page: Page) => Promise<void>) =>
        take(stage, { address, ready, viewport, colorScheme, file: `console-${what}-${name}-${colorScheme}.png` });
      await shoot('verdict', `#/consultations/${decided}`, seesVerdict);
      await shoot('claims', `#/consultations/${bucket}`, seesVerdict);
      await shoot('history', '#/consultations', (page) => page.getByRole('table').waitFor());
      await shoot('experts', '#/experts', (page) => page.locator('canvas').waitFor());
      await shoot('ask', '#/', (page) => page.getByText('Seats claude').waitFor());
    }
  }
} finally {
  await stage.close();
}

async function askEarlier({ circle }: ConsoleStage): Promise<string[]> {
  const ids: string[] = [];
  for (const body of [...earlier, ...earlier]) {
    const id = await circle.ask(body);
    await circle.end(id);
    ids.push(id);
  }
  return ids;
}

async function seesVerdict(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Verdict' }).waitFor();
}

/** While the last experts are still out. */
async function takeLive({ circle, visit }: ConsoleStage): Promise<void> {
  const { page, context } = await visit('', { viewport: desktop, colorScheme: 'light' });
  const id = await circle.ask(migration);
  await page.goto(page.url().replace(/#.*$|$/, `#/consultations/${id}`));
  await page.locator('[data-expert="gpt"][data-status="answered"]').waitFor();
  await page.screenshot({ path: join(folder, 'console-live-desktop-light.png') });
  await context.close();
}

interface Shot {
  readonly address: string;
  readonly ready: (page: Page) => Promise<void>;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly file: string;
}

async function take({ visit }: ConsoleStage, { address, ready, viewport, colorScheme, file }: Shot): Promise<void> {
  const { page, context } = await visit(address, { viewport, colorScheme, reducedMotion: 'reduce' });
  await ready(page);
  await page.screenshot({ path: join(folder, file), fullPage: true });
  await context.close();
}
