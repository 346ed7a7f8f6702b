/** Settings of circles and experts that change nothing as they stand: they are named at the start, since nobody would notice. */
import type { Circle, Knowledge } from './circle.ts';

/** A setting without effect, and why it has none. */
export interface IdleSetting {
  readonly circle: string;
  readonly setting: string;
  readonly why: string;
}

/** All settings of the circles that change nothing. */
export function idleSettings(knowledge: Pick<Knowledge, 'circles' | 'experts'>): readonly IdleSetting[] {
  return Object.entries(knowledge.circles).flatMap(([name, circle]) =>
    [...idleHedge(circle), ...idleOrder(circle), ...idleSkill(circle, knowledge)].map((idle) => ({ circle: name, ...idle })),
  );
}

type Idle = Omit<IdleSetting, 'circle'>;

/** A setting without effect as a sentence of the log. */
export function sayIdle({ setting, why }: Idle): string {
  return `${setting} has no effect: ${why}`;
}

function idleHedge({ hedgeSeconds, strategy = 'all' }: Circle): readonly Idle[] {
  if (hedgeSeconds === undefined || strategy !== 'all') return [];
  return [{ setting: 'hedgeSeconds', why: 'the circle asks everybody at once unless a request brings a strategy' }];
}

function idleOrder({ order, strategy, replay }: Circle): readonly Idle[] {
  const asksByStages = typeof strategy === 'object' && 'escalate' in strategy;
  return order !== undefined && asksByStages && replay === undefined
    ? [{ setting: 'order', why: 'the stages of `escalate` say whom to ask first' }]
    : [];
}

/** Figures of different origin cannot be compared, so skill counts where it is stated of every seat. */
function idleSkill({ experts, skill }: Circle, { experts: declared }: Pick<Knowledge, 'experts'>): readonly Idle[] {
  const statedOf = experts.filter((expert) => isStated(Object.hasOwn(declared, expert) ? declared[expert]?.skill : undefined));
  if (statedOf.length === 0) return [];
  const setting = `skill of ${statedOf.join(', ')}`;
  if (skill === 'none') return [{ setting, why: 'the circle says `skill: none`' }];
  const without = experts.filter((expert) => !statedOf.includes(expert));
  return without.length === 0
    ? []
    : [
        {
          setting,
          why: `it counts where it is stated of every seat, and ${without.join(', ')} ${without.length > 1 ? 'have' : 'has'} none`,
        },
      ];
}

function isStated(skill: unknown): boolean {
  return skill !== undefined && skill !== 'none';
}
