/** Every page, in both colour schemes and on a phone: judged by axe, and by whether it fits the screen. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consultation } from '../../shared/contract/consultation.ts';
import { fitsPhone, violations } from './accessible.ts';
import { arabicAnswer, asReview, asUndecided, markdownAnswer, visitAltered, withOpinions } from './altered.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
const addresses: Record<string, string> = {
  ask: '',
  history: '#/consultations',
  experts: '#/experts',
  reliability: '#/reliability',
  report: '#/report',
  schedules: '#/schedules',
  nowhere: '#/nowhere',
};
const bodies = {
  'a verdict on a choice': { question: 'May we change the orders table?', kind: 'choice', options: ['approve', 'revise', 'reject'] },
  'a verdict on a text': { question: 'What is true of the uploads bucket?', kind: 'text', quorum: 5, metadata: { team: 'platform' } },
  'a ranking': { question: 'Which message queue?', kind: 'ranking', options: ['Kafka', 'RabbitMQ', 'SQS', 'PostgreSQL'], quorum: 5 },
  'hostile answers': { question: 'A hostile answer?', kind: 'choice', options: ['yes', 'no'], circle: 'mixed' },
} as const;
/** What scripted experts do not do, shown on the page of a verdict on a text. */
const altered = {
  'answers in Markdown': (real) => ({
    ...withOpinions(
      real,
      { answer: markdownAnswer, reasoning: markdownAnswer, conclusion: 'A *conclusion*' },
      { answer: arabicAnswer },
      { status: 'unreadable' },
      { status: 'abandoned', answer: undefined },
    ),
    question: `A question\n${markdownAnswer}`,
  }),
  'an undecided consultation': asUndecided,
  'a review': asReview,
} satisfies Record<string, (real: Consultation) => Consultation>;
const pages = [
  'sign in',
  ...Object.keys(addresses),
  ...Object.keys(bodies),
  ...Object.keys(altered),
  'an open consultation',
  'a refused form',
  'the help',
  'the form of feedback',
];

beforeAll(async () => {
  stage = await openStage();
  for (const [name, body] of Object.entries(bodies)) {
    const id = await stage.circle.ask(body);
    await stage.circle.end(id);
    addresses[name] = `#/consultations/${id}`;
  }
  const judged = await stage.circle.ask(bodies['a verdict on a choice']);
  const { verdict } = await stage.circle.end(judged);
  await stage.circle.feedback(judged, { answer: verdict?.answer });
  addresses['an open consultation'] = `#/consultations/${await stage.circle.ask({ question: 'Who?', kind: 'short', circle: 'people' })}`;
}, 60_000);
afterAll(() => stage?.close());

/** What must be there before a page is judged. */
const landmarks: Readonly<Record<string, string>> = {
  ask: 'text=Seats claude',
  history: 'table.history tbody tr',
  experts: 'canvas',
  reliability: 'text=Nothing has been learnt yet',
  report: 'role=table[name="Seats beside the circle"]',
  schedules: 'text=None of its last times',
  'an open consultation': '[data-expert="ada"]',
};

async function open(name: string, options: object): Promise<Page> {
  const page = await visit(name, options);
  if (name in bodies) await page.getByRole('region', { name: 'Verdict' }).waitFor();
  const landmark = landmarks[name];
  if (landmark !== undefined) await page.locator(landmark).first().waitFor();
  if (name === 'a refused form') {
    await page.getByRole('button', { name: 'Ask the circle' }).click();
    await page.locator('#question-problem').waitFor();
  }
  if (name === 'answers in Markdown')
    for (const button of (await page.getByRole('button', { name: /Show all/ }).all()).toReversed()) await button.click();
  if (name === 'the form of feedback') {
    await page.getByRole('button', { name: 'Give feedback' }).click();
    await page.getByLabel('wrong', { exact: true }).check();
  }
  if (name === 'the help') await page.getByRole('button', { name: 'Keys' }).click();
  await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
  return page;
}

async function visit(name: string, options: object): Promise<Page> {
  const calm = { reducedMotion: 'reduce', ...options } as const;
  const change = new Map<string, (real: Consultation) => Consultation>(Object.entries(altered)).get(name);
  if (change) return (await visitAltered(stage, { id: idOf('a verdict on a text'), change, ...calm })).page;
  const address = name === 'the form of feedback' ? addresses['a verdict on a choice'] : addresses[name];
  return (await stage.visit(address ?? '', { signedIn: name !== 'sign in', ...calm })).page;
}

function idOf(name: string): string {
  return addresses[name]?.split('/').at(-1) ?? '';
}

/** One visit for all looks: the page follows the colours and the size of its window, as it has to. */
describe('in light colours, in dark ones and on the smallest phone', () => {
  it.each(pages)('%s breaks no rule of axe', async (name) => {
    const page = await open(name, { colorScheme: 'light', viewport: { width: 1280, height: 900 } });
    expect(await violations(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page), 'dark').toEqual([]);
    // There are no keys on a phone.
    if (name !== 'the help') await fitsPhone(page);
    await page.context().close();
  });
});

describe('the colours', () => {
  it('are the system’s until one chooses, and stay chosen', async () => {
    const { page } = await stage.visit('', { colorScheme: 'dark' });
    const background = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await background();
    await page.getByLabel('Colours').selectOption('Light');
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByLabel('Question').waitFor();
    expect(await background()).toBe(light);
    await page.getByLabel('Colours').selectOption('Auto');
    expect(await background()).toBe(dark);
  });
});
