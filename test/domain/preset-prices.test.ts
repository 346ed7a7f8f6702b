import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeats } from '../../infra/cloud/seats.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { presetPrices, presetTable } from '../cost/presets.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'layers/knowledge');
const knowledge = loadKnowledge(folder);

describe('the shipped circles that choose their seats', () => {
  it('have the prices that the documents tell, with the day of the price list', () => {
    const told = readFileSync(join(root, 'docs/circles.md'), 'utf8').replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    expect(told).toContain(presetTable(presetPrices(knowledge)));
    expect(told).toContain(`prices as of ${knowledge.prices.asOf}`);
  });

  it('have no price where one of their experts has none, and say whose', () => {
    for (const { likelyUsd, worstUsd, unpriced } of presetPrices(knowledge)) {
      expect([likelyUsd, worstUsd].includes(null)).toBe(unpriced.length > 0);
      if (likelyUsd !== null && worstUsd !== null) expect(likelyUsd).toBeLessThanOrEqual(worstUsd);
    }
  });

  it('are as large for an account as their seats, whoever else may sit', () => {
    const seats = Object.values(knowledge.circles).map(({ experts, choose }) => choose ?? experts.length);
    expect(readSeats(folder).largestCircle).toBe(Math.max(...seats));
  });
});
