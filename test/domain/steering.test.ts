/** Parameters that only some models take. */
import { describe, expect, it } from 'vitest';
import { resolveSeat } from '../../shared/domain/resolve-seat.ts';
import { sampled, takes } from '../../shared/domain/steering.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const seatOf = (expert: string) => resolveSeat(expert, testKnowledge());

describe('an expert', () => {
  it('takes what its kind of provider takes', () => {
    expect([takes(seatOf('dot'), 'seed'), takes(seatOf('ada'), 'seed'), takes(seatOf('ada'), 'topP')]).toEqual([true, false, true]);
  });

  it('takes what it says itself, and nothing else', () => {
    const own = { ...seatOf('ada'), takes: ['reasoningEffort' as const] };
    expect([takes(own, 'reasoningEffort'), takes(own, 'topP')]).toEqual([true, false]);
    expect(sampled(own, { reasoningEffort: 'low' })).toMatchObject({ reasoningEffort: 'low' });
  });
});

describe('a consultation', () => {
  it('that sets what an expert does not take is refused, with the name of both', () => {
    expect(() => sampled(seatOf('ada'), { seed: 7 })).toThrow('sampling.seed: is not taken by the expert "ada"');
  });

  it('steers every seat that takes it', () => {
    expect(sampled(seatOf('dot'), { seed: 7, topP: 0.5, temperature: 1 })).toMatchObject({ seed: 7, topP: 0.5, temperature: 1 });
  });

  it('may fall to the demo, whose scripts have nothing to steer', () => {
    expect(() => sampled(seatOf('demo-a'), { seed: 7 })).not.toThrow();
  });
});
