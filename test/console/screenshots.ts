/** `npm run screenshots`: the pictures of the documents, from a real browser on embedded mode with the scripted panel. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { withPalette } from './png.ts';
import { type ConsoleStage, openStage } from './stage.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const migration = {
  question:
    "Is it safe to run this migration on the orders table (80 million rows, PostgreSQL 16) during business hours?\n\nALTER TABLE orders ADD COLUMN region text NOT NULL DEFAULT 'eu';\nCREATE INDEX idx_orders_region ON orders (region);",
  kind: 'choice',
  options: ['approve', 'revise', 'reject'],
  metadata: { repository: 'shop', change: '1482' },
};
const earlier = [
  { question: 'Which statements about our uploads bucket are true? Name each one.', kind: 'text', quorum: 5 },
  { question: 'Is 3599 a prime number?', kind: 'choice', options: ['yes', 'no'] },
  {
    question: 'Which message queue fits a team of three that runs on AWS?',
    kind: 'ranking',
    options: ['Kafka', 'RabbitMQ', 'SQS', 'PostgreSQL'],
  },
  { question: 'How many replicas does the search cluster need for 4,000 requests a second?', kind: 'short' },
  { question: 'slow: what is 17 * 23?', kind: 'short', circle: 'pair', deadlineSeconds: 1 },
] as const;

/** A picture in a document must not be longer in coming than its page. */
const largestBytes = 150_000;

mkdirSync(folder, { recursive: true });
const stage = await openStage();
try {
  const [bucket = ''] = await askEarlier(stage);
  await takeLive(stage);
  const decided = await stage.circle.ask(migration);
  await stage.circle.end(decided);
  await take(stage, {
    address: `#/consultations/${decided}`,
    seen: (page) => page.getByRole('heading', { name: 'Verdict' }),
    ...{ viewport: desktop, colorScheme: 'light', file: 'console-verdict.png' },
  });
  await take(stage, {
    address: `#/consultations/${bucket}`,
    seen: (page) => page.locator('#matrix-title'),
    ...{ viewport: desktop, colorScheme: 'light', file: 'console-evidence.png', scrolled: true },
  });
  await take(stage, {
    address: '#/experts',
    seen: (page) => page.locator('canvas'),
    ...{ viewport: desktop, colorScheme: 'dark', file: 'console-experts.png' },
  });
  await take(stage, {
    address: `#/consultations/${decided}`,
    seen: (page) => page.getByRole('heading', { name: 'Verdict' }),
    ...{ viewport: phone, colorScheme: 'dark', file: 'console-phone-verdict.png' },
  });
  await take(stage, {
    address: '#/consultations',
    seen: (page) => page.getByRole('table'),
    ...{ viewport: phone, colorScheme: 'light', file: 'console-phone-history.png' },
  });
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

/** While the last experts are still out. */
async function takeLive({ circle, visit }: ConsoleStage): Promise<void> {
  const { page, context } = await visit('', { viewport: desktop, colorScheme: 'dark', reducedMotion: 'reduce' });
  const id = await circle.ask(migration);
  await page.goto(page.url().replace(/#.*$|$/, `#/consultations/${id}`));
  await page.locator('[data-expert="gpt"][data-status="answered"]').waitFor();
  await save(page, 'console-live.png');
  await context.close();
}

interface Shot {
  readonly address: string;
  /** What must be there before the picture is taken. */
  readonly seen: (page: Page) => Locator;
  /** Whether the picture begins where that is. @default false */
  readonly scrolled?: boolean;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
  readonly file: string;
}

async function take({ visit }: ConsoleStage, { address, seen, scrolled = false, viewport, colorScheme, file }: Shot): Promise<void> {
  const { page, context } = await visit(address, { viewport, colorScheme, reducedMotion: 'reduce' });
  const landmark = seen(page).first();
  await landmark.waitFor();
  if (scrolled) {
    const top = (await landmark.boundingBox())?.y ?? 0;
    await page.evaluate(`scrollTo(0, ${top - 16})`);
  }
  await save(page, file);
  await context.close();
}

async function save(page: Page, file: string): Promise<void> {
  const picture = withPalette(await page.screenshot());
  const { length } = picture;
  writeFileSync(join(folder, file), picture);
  if (length > largestBytes) throw new Error(`${file} has ${length} bytes, more than ${largestBytes}`);
  console.log(`${file}: ${Math.round(length / 1000)} KB`);
}
