import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SkillFile } from '../../shared/contract/skill.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { modelName, skillOfPanel } from '../../shared/domain/skill.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const published: SkillFile = {
  editions: [
    { source: 'Table', date: '2026-01-08', models: { 'new-a': { overall: 0.8, maths: 0.9 }, 'new-b': { overall: 0.5 } } },
    { source: 'Table', date: '2024-11-25', models: { 'new-a': { overall: 0.7 }, 'old-c': { overall: 0.4 } } },
  ],
};

function rates(models: readonly string[], field?: 'maths'): readonly (number | undefined)[] {
  return skillOfPanel(
    models.map((model) => ({ model })),
    field,
    published,
  ).map((skill) => skill?.rate);
}

describe('published skill of a panel', () => {
  it('comes from the newest edition that lists every seat', () => {
    expect(rates(['new-a', 'new-b'])).toEqual([0.8, 0.5]);
    expect(rates(['new-a', 'old-c'])).toEqual([0.7, 0.4]);
  });

  it('is unknown for all where one seat is in no edition with the others: editions are not equally hard', () => {
    expect(rates(['new-b', 'old-c'])).toEqual([undefined, undefined]);
    expect(rates(['new-a', 'nobody-knows-it'])).toEqual([undefined, undefined]);
  });

  it('is drawn to the result in the field of the circle, where there is one', () => {
    expect(rates(['new-a', 'new-b'], 'maths')[0]).toBeCloseTo(0.83, 6);
    expect(rates(['new-a', 'new-b'], 'maths')[1]).toBe(0.5);
  });
});

describe('stated skill', () => {
  it('takes the place of what is published where every seat states it', () => {
    const known = skillOfPanel(
      [
        { model: 'new-a', skill: 0.6 },
        { model: 'x', skill: { overall: 0.5, maths: 0.7 } },
      ],
      'maths',
      published,
    );
    expect(known).toEqual([
      { rate: 0.6, trust: 0.9, source: 'stated' },
      { rate: expect.closeTo(0.56, 6), trust: 0.9, source: 'stated' },
    ]);
  });

  it('is never mixed with what is published, and "none" turns all of it off', () => {
    expect(skillOfPanel([{ model: 'new-a', skill: 0.6 }, { model: 'new-b' }], undefined, published)).toEqual([undefined, undefined]);
    expect(skillOfPanel([{ model: 'new-a', skill: 'none' }, { model: 'new-b' }], undefined, published)).toEqual([undefined, undefined]);
  });
});

describe('the name of a model', () => {
  it.each([
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['openai/gpt-4o-2024-05-13', 'gpt-4o'],
    ['us.anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet'],
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo', 'llama-3.1-70b'],
    ['amazon.nova-pro-v1:0', 'nova-pro'],
    ['gpt-4-turbo', 'gpt-4-turbo'],
    ['qwen3-235b-a22b-thinking-2507', 'qwen3-235b-a22b-thinking-2507'],
  ])('of %s is %s', (model, name) => {
    expect(modelName(model)).toBe(name);
  });

  it('is found in linear time and no longer than its cut, whatever the model is called', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (model) => modelName(model).length <= 200));
  });
});

describe('a seated panel', () => {
  it('holds the skill of each seat, and the declared one is no part of a seat', () => {
    const base = testKnowledge();
    const experts = Object.fromEntries(Object.entries(base.experts).map(([name, expert]) => [name, { ...expert, skill: 0.7 }]));
    const seats = seatConsultation({ question: 'Why?' }, { ...base, experts }, new Set()).seats;
    expect(seats.map(({ skill }) => skill)).toEqual(seats.map(() => ({ rate: 0.7, trust: 0.9, source: 'stated' })));
    const circles = Object.fromEntries(Object.entries(base.circles).map(([name, circle]) => [name, { ...circle, skill: 'none' as const }]));
    const without = seatConsultation({ question: 'Why?' }, { ...base, experts, circles }, new Set()).seats;
    expect(without.some((seat) => 'skill' in seat)).toBe(false);
  });
});

describe('the shipped file', () => {
  const { skill } = loadKnowledge('layers/knowledge');

  it('lists each model once in an edition, newest edition first', () => {
    const dates = skill?.editions.map(({ date }) => date) ?? [];
    expect(dates).toEqual([...dates].sort().reverse());
    for (const { models } of skill?.editions ?? []) {
      const names = Object.keys(models).map(modelName);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    }
  });
});
