/** Who of a run has been asked: with a strategy that may be a part of its experts. */
import type { RunState } from '../contract/run.ts';

type Asking = Pick<RunState, 'experts' | 'replaced' | 'stages' | 'arrivals'>;

/** The experts of one stage, and those who sit in the place of one of them. */
export function stageExperts(run: Pick<RunState, 'experts' | 'replaced' | 'stages'>, stage: number): readonly string[] {
  const { experts, replaced = [], stages } = run;
  const planned = stages?.plan[stage]?.flatMap((place) => experts[place] ?? []) ?? [];
  return [...planned, ...replaced.filter(({ seat }) => planned.includes(seat)).map(({ by }) => by)];
}

/** Experts who have been asked, in the order of the seats; a person who answers unasked is one of them. */
export function askedExperts(run: Asking): readonly string[] {
  const { experts, stages, arrivals } = run;
  if (stages === undefined) return experts;
  const asked = new Set([...stages.begun.flatMap((_, stage) => stageExperts(run, stage)), ...arrivals]);
  return experts.filter((expert) => asked.has(expert));
}

/** Experts whose answer belongs to the verdict: everybody, but for those whom a strategy has spared. */
export function wantedExperts(run: Asking & Pick<RunState, 'strategy'>): readonly string[] {
  return run.strategy === undefined || run.strategy === 'all' ? run.experts : askedExperts(run);
}

/** Whether a stage is left that has not been asked. */
export function hasMoreStages({ stages }: Pick<RunState, 'stages'>): boolean {
  return stages !== undefined && stages.begun.length < stages.plan.length;
}

/** Whether rules speak first and everybody else is to judge what they have found: nothing ends such a run before it has heard them, or its deadline. */
export function hearsEverybody({ stages, strategy = 'all' }: Pick<RunState, 'stages' | 'strategy'>): boolean {
  return strategy === 'all' && stages !== undefined;
}

/** Whether everybody who has been asked is heard. */
export function allHeard(run: Asking): boolean {
  const heard = new Set(run.arrivals);
  return askedExperts(run).every((expert) => heard.has(expert));
}

/** Whether everybody is heard who is still waited for: whose time was over when a later stage began is waited for no longer. */
export function awaitedHeard(run: Asking): boolean {
  const { stages, arrivals } = run;
  if (stages === undefined) return allHeard(run);
  const heard = new Set(arrivals);
  const first = Math.max(
    0,
    stages.begun.findLastIndex(({ reason }) => reason === 'late'),
  );
  return stages.begun.slice(first).every((_, at) => stageExperts(run, first + at).every((expert) => heard.has(expert)));
}
