import { describe, expect, it } from 'vitest';
import type { Estimates } from '../../../shared/contract/reliability.ts';
import type { Run } from '../../../shared/contract/run.ts';
import { planRun } from '../../../shared/steps/plan-stages.ts';
import { sampleRun } from '../../ports/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

type PlanPorts = Parameters<typeof planRun>[1];

/** A run of three that asks one by one, with this skill of each seat. */
function settledRun(skills: readonly (number | undefined)[]): Run {
  const run = sampleRun({ kind: 'short' });
  const seats = run.seats.slice(0, 3).map((seat, at) => {
    const rate = skills[at];
    return { ...seat, ...(rate === undefined ? {} : { skill: { rate, trust: 0.9, source: 'stated' } }) };
  });
  return { ...run, seats, experts: seats.map(({ expert }) => expert), quorum: 2, settles: true, strategy: 'settled' };
}

async function firstAsked(run: Run, learnt: Partial<Estimates>): Promise<readonly string[]> {
  const judged = Object.fromEntries(run.experts.map((expert) => [expert, { right: 1, asked: 2 }]));
  let planned: readonly (readonly number[])[] = [];
  const ports = {
    runs: {
      plan: async (_: string, plan: number[][]) => {
        planned = plan;
        return run;
      },
    },
    reliability: { read: async () => ({ state: { version: 1, experts: judged }, generation: 0 }) },
    consensus: { estimate: async () => ({ evidence: 2, weighs: false, estimates: {}, ...learnt }) },
    knowledge: testKnowledge(),
    clock: { now: () => new Date(run.createdAt) },
    log: { warn: () => undefined },
  } as unknown as PlanPorts;
  await planRun(run, ports);
  return (planned[0] ?? []).map((place) => run.experts[place] ?? '');
}

describe('whom a run asks first', () => {
  const [one, two, three] = settledRun([]).experts as [string, string, string];

  it('is who is known to be good, while what was learnt decides nothing yet', async () => {
    const learnt = { weighs: false, estimates: { [one]: 0.9, [two]: 0.5, [three]: 0.2 } };
    expect(await firstAsked(settledRun([0.3, 0.6, 0.9]), learnt)).toEqual([three, two]);
  });

  it('is who was right before, once that decides, or where the skill of one is not known', async () => {
    const estimates = { [one]: 0.9, [two]: 0.2, [three]: 0.5 };
    expect(await firstAsked(settledRun([0.3, 0.6, 0.9]), { weighs: true, estimates })).toEqual([one, three]);
    expect(await firstAsked(settledRun([0.3, undefined, 0.9]), { weighs: false, estimates })).toEqual([one, three]);
  });
});
