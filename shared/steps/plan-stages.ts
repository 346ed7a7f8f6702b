/** Plans in which stages a run is asked, once. */
import type { Strategy } from '../contract/question.ts';
import type { Run, RunState } from '../contract/run.ts';
import { askingOrder } from '../domain/asking-order.ts';
import { likelyUsd } from '../domain/budget.ts';
import { keyOf } from '../domain/reliability.ts';
import { placesOfRules, rulesFirst } from '../domain/rules-first.ts';
import { type Plan, planStages } from '../domain/strategy.ts';
import { messageOf } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { estimateExperts } from './estimate-experts.ts';

type PlanPorts = Pick<Ports, 'runs' | 'reliability' | 'consensus' | 'knowledge' | 'clock' | 'log'>;

/** The run with its plan; as it is where everybody is asked at once. */
export async function planRun(run: Run, ports: PlanPorts): Promise<Run> {
  // Who sits in the place of another one is in nobody's plan.
  const plan = run.stages === undefined && run.replaced === undefined ? await planOf(run, ports) : undefined;
  if (plan === undefined) return run;
  const planned: RunState = await ports.runs.plan(
    run.id,
    plan.map((stage) => [...stage]),
  );
  return { ...run, ...planned };
}

/** The stages in which a run is asked; undefined where everybody is asked at once. */
export async function planOf(run: Run, ports: Omit<PlanPorts, 'runs'>): Promise<Plan | undefined> {
  const { strategy = 'all', experts, quorum, settles } = run;
  const rules = placesOfRules(run);
  if (strategy === 'all' && rules.length === 0) return undefined;
  const order = takesOrder(strategy) ? await orderOf(run, ports) : [];
  const plan = rulesFirst(planStages(strategy, { experts, quorum, settles, order }), rules);
  return plan.length < 2 ? undefined : plan;
}

/** Whether a strategy leaves open whom to ask first. */
function takesOrder(strategy: Strategy): boolean {
  return strategy !== 'all' && !(typeof strategy === 'object' && 'escalate' in strategy);
}

/** Places of the seats as the circle orders them, else by what was learnt of them for their price. */
async function orderOf(run: Run, ports: Omit<PlanPorts, 'runs'>): Promise<readonly number[]> {
  if (run.order !== undefined) return run.order.map((expert) => run.experts.indexOf(expert));
  const skills = await skillsOf(run, ports);
  const bytes = Buffer.byteLength(run.question);
  return askingOrder(run.seats.map((seat) => ({ skill: skills[seat.expert], usd: likelyUsd(seat, bytes, ports.knowledge) })));
}

/**
 * What was learnt of the experts where that decides, else their known skill, else what was learnt so far. What cannot be read orders
 * nothing: the seats then stay in their order.
 */
async function skillsOf(run: Run, ports: Omit<PlanPorts, 'runs'>): Promise<Readonly<Record<string, number | undefined>>> {
  try {
    const learnt = await estimateExperts(keyOf(run), run.learning, run.experts, ports);
    const known = run.seats.flatMap(({ expert, skill }) => (skill ? [[expert, skill.rate] as const] : []));
    return known.length === run.seats.length && !learnt?.weighs ? Object.fromEntries(known) : (learnt?.estimates ?? {});
  } catch (error) {
    ports.log.warn('ORDER_UNKNOWN', { consultationId: run.id, reason: messageOf(error) });
    return {};
  }
}
