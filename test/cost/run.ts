/**
 * `npm run cost -- presets [--json]`: what the shipped circles cost by the price list. Without it,
 * `npm run cost -- [--consultations 1000] [--experts 6] [--question 600] [--answer 2400] [--seconds 20] [--json]`: what AWS bills for
 * consultations, from the calls of the real functions on the emulator and the synthesized template, and for a month without any. Sizes are bytes.
 */
import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/errors.ts';
import { type Emulator, startEmulator } from '../emulated/emulator.ts';
import { synthesize, synthesizeAudit } from '../infra/synth.ts';
import { consultationLines, waitingLines } from './bill.ts';
import { type Counted, countCalls } from './count-calls.ts';
import { printPresets } from './presets.ts';
import { type BillLine, type Prices, readPrices, sumOf } from './prices.ts';
import { functionFacts, idleLines, sightFacts } from './template-facts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    consultations: { type: 'string', default: '1000' },
    experts: { type: 'string', default: '6' },
    question: { type: 'string', default: '600' },
    answer: { type: 'string', default: '2400' },
    seconds: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});

if (positionals[0] === 'presets') {
  printPresets(values.json);
  process.exit(0);
}
if (positionals.length > 0) {
  console.error(`${positionals.join(' ')}: presets is the only part that can be named`);
  process.exit(2);
}

function count(name: 'consultations' | 'experts' | 'question' | 'answer' | 'seconds', most: number): number {
  const text = values[name];
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= 1 && number <= most) return number;
  console.error(`--${name} ${text} is no whole number from 1 to ${most}`);
  process.exit(2);
}

const consultations = count('consultations', 999_999_999);
const asked = { experts: count('experts', 50), question: count('question', 200_000), answer: count('answer', 100_000) };
const seconds = count('seconds', 870);

try {
  const prices = readPrices();
  const emulator = await startEmulator();
  Object.assign(process.env, emulator.environment);
  const counted = await counting(emulator);
  const dev = synthesize({ stage: 'dev' });
  const facts = functionFacts(dev);
  const own = consultationLines(counted, facts, sightFacts(dev));
  const waiting = waitingLines(counted, facts, seconds);
  const idle = {
    dev: idleLines(dev, prices),
    prod: idleLines(synthesize({ stage: 'prod' }), prices),
    audit: idleLines(synthesizeAudit(), prices),
  };
  const figures = {
    asOf: prices.asOf,
    region: prices.region,
    asked,
    counted,
    consultationUsd: sumOf(own, prices),
    perThousandUsd: 1000 * sumOf(own, prices),
    waitingPerThousandUsd: 1000 * sumOf(waiting, prices),
    consultations,
    consultationsUsd: consultations * sumOf([...own, ...waiting], prices),
    idleMonthUsd: { dev: sumOf(idle.dev, prices), prod: sumOf(idle.prod, prices), audit: sumOf(idle.audit, prices) },
  };
  if (values.json) console.log(JSON.stringify(figures));
  else print(figures, { own, waiting, ...idle }, prices);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function counting(emulator: Emulator): Promise<Counted> {
  try {
    return await countCalls(asked);
  } finally {
    await emulator.stop();
  }
}

interface Figures {
  readonly asOf: string;
  readonly region: string;
  readonly consultationUsd: number;
  readonly perThousandUsd: number;
  readonly waitingPerThousandUsd: number;
  readonly consultationsUsd: number;
  readonly idleMonthUsd: Readonly<Record<'dev' | 'prod' | 'audit', number>>;
}

function print(
  figures: Figures,
  bills: Readonly<Record<'own' | 'waiting' | 'dev' | 'prod' | 'audit', readonly BillLine[]>>,
  prices: Prices,
): void {
  const { experts, question, answer } = asked;
  console.log(
    `List prices of ${figures.asOf} in ${figures.region}, without free tiers; warm functions; ${experts} experts, a question of ${question} B, answers of ${answer} B.`,
  );
  table(`1,000 consultations: $${figures.perThousandUsd.toFixed(3)}`, bills.own, prices, 1000);
  table(`waiting ${seconds} s for the experts of 1,000: $${figures.waitingPerThousandUsd.toFixed(3)}`, bills.waiting, prices, 1000);
  for (const stage of ['dev', 'prod', 'audit'] as const) {
    const what = stage === 'audit' ? 'the trail of the account, beside what it delivers' : `a month of ${stage} in which nobody asks`;
    table(`${what}: $${figures.idleMonthUsd[stage].toFixed(2)}`, bills[stage], prices, 1);
  }
  console.log(
    `\n${consultations} consultations with waiting: $${figures.consultationsUsd.toFixed(2)}. What the experts' providers bill is not in it.`,
  );
}

function table(title: string, lines: readonly BillLine[], prices: Prices, times: number): void {
  console.log(`\n${title}`);
  for (const { what, priced, amount } of lines) {
    if (amount > 0)
      console.log(`  ${what.padEnd(32)} ${round(amount).padStart(12)} ${(times * amount * prices[priced]).toFixed(4).padStart(10)}`);
  }
}

function round(amount: number): string {
  return amount >= 100 ? String(Math.round(amount)) : String(Number(amount.toPrecision(3)));
}
