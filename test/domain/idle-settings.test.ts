import { describe, expect, it } from 'vitest';
import type { Circle } from '../../shared/contract/circle.ts';
import { idleSettings, sayIdle } from '../../shared/contract/idle-settings.ts';
import type { StatedSkill } from '../../shared/contract/skill.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const stages = { escalate: [['ada'], ['bob', 'cyd']] };

function said(circle: Partial<Circle>, skills: readonly (StatedSkill | undefined)[] = []) {
  const names = ['ada', 'bob', 'cyd'];
  const experts = Object.fromEntries(
    names.map((name, at) => [name, { provider: 'openai', model: 'large', ...(skills[at] === undefined ? {} : { skill: skills[at] }) }]),
  );
  return idleSettings(testKnowledge({ experts, circles: { default: { experts: names, ...circle } } })).map(sayIdle);
}

describe('a setting without effect', () => {
  it.each<[string, Partial<Circle>, readonly (StatedSkill | undefined)[], readonly unknown[]]>([
    ['a hedge where everybody is asked at once', { hedgeSeconds: 5 }, [], [expect.stringMatching(/^hedgeSeconds has no effect/)]],
    ['a hedge of stages is none', { hedgeSeconds: 5, strategy: stages }, [], []],
    ['an order beside stages', { order: ['ada'], strategy: stages }, [], [expect.stringMatching(/^order has no effect/)]],
    ['an order beside stages that a replay uses is none', { order: ['ada'], strategy: stages, replay: 'settled' }, [], []],
    ['an order of `sure` is none', { order: ['ada'], strategy: { sure: 0.9 } }, [], []],
    [
      'skill of one seat of three',
      {},
      [0.9],
      ['skill of ada has no effect: it counts where it is stated of every seat, and bob, cyd have none'],
    ],
    [
      'skill of two seats of three',
      {},
      [0.9, 0.8, 'none'],
      ['skill of ada, bob has no effect: it counts where it is stated of every seat, and cyd has none'],
    ],
    ['skill of all is none', {}, [0.9, 0.8, { maths: 0.5 }], []],
    ['skill of nobody is none', {}, ['none'], []],
    ['skill in a circle that takes none', { skill: 'none' }, [0.9, 0.8, 0.7], [expect.stringContaining('`skill: none`')]],
  ])('%s', (_, circle, skills, sentences) => expect(said(circle, skills)).toEqual(sentences));
});
