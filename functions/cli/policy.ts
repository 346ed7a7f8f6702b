/** The flags that say whom to ask and how far to go, as fields of a question's body. */
import { InvalidInput } from '../../shared/errors.ts';

/** The flags, as commander gives them. */
export interface PolicyFlags {
  readonly circle?: string;
  readonly experts?: string;
  readonly quorum?: string;
  readonly minimum?: string;
  readonly deadline?: string;
  readonly budget?: string;
  readonly limits?: string;
  readonly strategy?: string;
  readonly debate?: boolean;
  readonly ranking?: boolean;
  /** Names, or false for none. */
  readonly judge?: string | false;
  /** An expert, or false for none. */
  readonly synthesis?: string | false;
  readonly promise?: string;
  readonly queryType?: string;
  readonly priority?: string;
}

/** The fields that the flags set. Throws `InvalidInput` for a number that is none; what else is wrong is left to the schema of the body. */
export function policyOf(flags: PolicyFlags): Record<string, unknown> {
  const { circle, experts, quorum, minimum, deadline, budget, limits, strategy, promise, queryType, priority } = flags;
  const fields = {
    circle,
    experts: listOf(experts),
    quorum: numberOf('--quorum', quorum),
    minimum: numberOf('--minimum', minimum),
    deadlineSeconds: numberOf('--deadline', deadline),
    budgetUsd: numberOf('--budget', budget),
    limits: limitsOf(limits),
    strategy: strategyOf(strategy),
    deliberation: deliberationOf(flags),
    queryType,
    priority,
    promise: numberOf('--promise', promise),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What is done beyond asking once; undefined where no flag says so. */
function deliberationOf({ debate, ranking, judge, synthesis }: PolicyFlags): unknown {
  const stated = Object.entries({ debate, ranking, judge: judge === false ? [] : listOf(judge), synthesis }).filter(
    ([, value]) => value !== undefined,
  );
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

/** A strategy in one word: `settled`, `sure=0.9`, or stages of experts such as `ada,bob/cyd`. */
function strategyOf(value: string | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.startsWith('sure=')) return { sure: numberOf('--strategy sure', value.slice('sure='.length)) };
  return value.includes('/') ? { escalate: value.split('/').map((stage) => listOf(stage)) } : value;
}

/** Limits such as `calls=4,tokens=20000,usd=0.05`. */
function limitsOf(value: string | undefined): unknown {
  return (
    value &&
    Object.fromEntries(
      listOf(value)
        ?.map((part) => part.split('='))
        .map(([name = '', amount = '']) => [name, numberOf(`--limits ${name}`, amount)]) ?? [],
    )
  );
}

/** The entries of a comma-separated list. */
export function listOf(value: string | undefined): readonly string[] | undefined {
  return value?.split(',').map((entry) => entry.trim());
}

function numberOf(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw new InvalidInput([{ field: flag, message: `must be a number, not "${value}"` }]);
}
