import { describe, expect, it } from 'vitest';
import { crowdLines, longPanels, replyPanels, shapedPanels, shapes } from './consensus-lines.ts';

describe('the lines of the bench `consensus`', () => {
  it('are the same on every run', () => {
    expect(longPanels(3)).toEqual(longPanels(3));
    expect(replyPanels(3)).toEqual(replyPanels(3));
  });

  it('hold seven answers of 1 KB that differ', () => {
    const [panel] = longPanels(1);
    const answers = panel?.opinions.map(({ answer }) => answer) ?? [];
    expect(answers.map((answer) => answer?.length)).toEqual(Array.from({ length: 7 }, () => 1024));
    expect(new Set(answers).size).toBe(7);
  });

  it('have as many bytes as was asked for, in every shape', () => {
    for (const shape of shapes) {
      const [panel] = shapedPanels(shape, 2_000, 1);
      expect(panel?.opinions).toHaveLength(7);
      for (const { answer } of panel?.opinions ?? []) {
        expect(answer?.length, shape).toBeGreaterThanOrEqual(2_000);
        expect(answer?.length, shape).toBeLessThan(2_200);
      }
    }
  });

  it('have the shape of S_Rel where the measuring data is missing', () => {
    const { name, lines } = crowdLines('/nowhere');
    expect(name).toBe('synthetic, in the shape of S_Rel');
    expect(lines).toHaveLength(20_232);
    const labels = lines.flatMap(({ opinions }) => opinions);
    expect(labels.length).toBeGreaterThan(96_000);
    expect(labels.length).toBeLessThan(98_000);
    expect(new Set(labels.map(({ expert }) => expert)).size).toBeGreaterThan(700);
  });
});
