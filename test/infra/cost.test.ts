/** What a month costs in which nobody asks, and what the arithmetic of `npm run cost` makes of counted calls. */
import { describe, expect, it } from 'vitest';
import { consultationLines, waitingLines } from '../cost/bill.ts';
import type { Counted } from '../cost/count-calls.ts';
import { readPrices, sumOf } from '../cost/prices.ts';
import { functionFacts, idleLines, sightFacts } from '../cost/template-facts.ts';
import { expertOfEachKind, knowledgeSeating, synthesize, synthesizeAudit } from './synth.ts';

const prices = readPrices();
const dev = synthesize();
const monthOf = (template: Parameters<typeof idleLines>[0]) => sumOf(idleLines(template, prices), prices);

describe('an idle month', () => {
  it('costs at most four dollars in dev, and grows with what is seated', () => {
    expect(monthOf(dev)).toBeLessThanOrEqual(4);
    expect(monthOf(dev)).toBeGreaterThan(2);
    const one = monthOf(synthesize({ knowledge: knowledgeSeating('demo-skeptic') }));
    const all = monthOf(synthesize({ knowledge: knowledgeSeating(...expertOfEachKind) }));
    expect(one).toBeLessThan(monthOf(dev));
    expect(all).toBeGreaterThan(one + 1);
  });

  it('counts what is billed by the month, one by one', () => {
    const amounts = new Map(idleLines(synthesize({ stage: 'prod' }), prices).map(({ what, amount }) => [what, amount]));
    expect(amounts.get('keys of KMS')).toBe(1);
    expect(amounts.get('web firewall')).toBe(1);
    expect(amounts.get('rules of the web firewall')).toBe(2);
    expect(amounts.get('dashboards above 50 metrics')).toBe(0);
    expect(amounts.get('sweep: calls')).toBe(43_800);
    expect(monthOf(synthesizeAudit())).toBe(1);
  });

  it('has pollers that are two for a queue without a maximum, and five with one', () => {
    const polls = (template: Parameters<typeof idleLines>[0]) =>
      idleLines(template, prices).find(({ what }) => what === 'polling of queues')?.amount;
    expect(polls(synthesize({ knowledge: knowledgeSeating('claude') }))).toBe(2 * 2 * 3 * 43_800);
    expect(polls(synthesize({ stage: 'prod', knowledge: knowledgeSeating('claude') }))).toBe(2 * 5 * 3 * 43_800);
  });
});

describe('a consultation', () => {
  const counted: Counted = {
    functions: { api: 2, prepare: 1, ask: 1, conclude: 1, expert: 6, consensus: 7 },
    states: 3,
    writeUnits: 100,
    readUnits: 40,
    lookReadUnits: 1,
    textsWritten: 0,
    textsRead: 0,
    sqsRequests: 13,
    events: 1,
    logLines: 20,
  };
  const facts = functionFacts(dev);
  const sight = sightFacts(dev);
  const usd = (one: Counted) => sumOf(consultationLines(one, facts, sight), prices);

  it('is paid for by states, units, calls, requests, traces and bytes of logs', () => {
    const lines = new Map(consultationLines(counted, facts, sight).map(({ what, amount }) => [what, amount]));
    expect(lines.get('Step Functions: states')).toBe(3);
    expect(lines.get('Lambda: calls')).toBe(18);
    // The run, and a twentieth of the two requests; workers and core begin none.
    expect(lines.get('X-Ray: traces')).toBeCloseTo(1.1, 12);
    // What fails alone is logged of the machine.
    expect(lines.get('CloudWatch Logs')).toBeCloseTo((20 * 400 + 18 * 350 + 1200) / 1e9, 12);
    expect(usd({ ...counted, writeUnits: 1100 }) - usd(counted)).toBeCloseTo(1000 * 0.000000625, 12);
    expect(usd({ ...counted, states: 4 })).toBeGreaterThan(usd(counted) + 0.000025 - 1e-12);
  });

  it('costs more where all is traced and logged', () => {
    const all = { tracedRequests: 1, tracedRuns: 1, logsEvents: true };
    const more = sumOf(consultationLines(counted, facts, all), prices) - usd(counted);
    expect(more).toBeCloseTo(1.9 * 0.000005 + (17 * 450 * 0.5) / 1e9, 12);
  });

  it('is paid for while it waits by the memory of its workers and their looks', () => {
    const expertGb = facts.get('expert')?.gigabytes ?? 0;
    expect(sumOf(waitingLines(counted, facts, 20), prices)).toBeCloseTo(6 * 20 * (expertGb * 0.0000133334 + 0.000000125), 10);
  });

  it('of a function whose time nobody assumed is refused', () => {
    expect(() => consultationLines({ ...counted, functions: { nobody: 1 } }, facts, sight)).toThrow(
      'no time is assumed for the function nobody',
    );
  });
});
