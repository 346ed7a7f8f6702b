/** What experts have used that were asked beyond the first round. */
import type { AttemptNote, Usage } from '../contract/opinion.ts';
import { opinionIn, opinionName, type ReadOpinions } from '../contract/rounds.ts';
import { withoutUndefined } from './without-undefined.ts';

type Told = ReadOpinions & { readonly attempts: readonly AttemptNote[] };

interface Named {
  readonly expert: string;
  readonly round: number;
}

/** Calls, tokens and US dollars of these opinions; null where one is not known. */
export function usedInRound(
  named: readonly Named[],
  read: Told,
): { readonly calls: number; readonly tokens: Usage; readonly usd: number | null } {
  const spent = named.map((one) => spentBy(one, read));
  return {
    calls: spent.reduce((total, { calls }) => total + calls, 0),
    tokens: {
      inputTokens: sum(spent.map(({ usage }) => usage?.inputTokens)),
      outputTokens: sum(spent.map(({ usage }) => usage?.outputTokens)),
    },
    usd: sum(spent.map(({ costUsd }) => costUsd)),
  };
}

/** What was used, of which a note tells where no opinion is stored; nothing where nobody had begun. */
function spentBy(named: Named, read: Told) {
  const told = opinionIn(read, named) ?? read.attempts.find((note) => opinionName(note) === opinionName(named));
  return { calls: told === undefined ? 0 : callsOf(told), ...withoutUndefined({ usage: told?.usage, costUsd: told?.costUsd }) };
}

/** Calls of a model that an opinion, or the attempts at one, have taken. */
export function callsOf({ calls = 1 }: { readonly calls?: number | undefined }): number {
  return calls;
}

/** One that is not known makes the sum unknown; one that is not there was not billed. */
function sum(amounts: readonly (number | null | undefined)[]): number | null {
  return amounts.reduce<number | null>((total, one = 0) => (total === null || one === null ? null : total + one), 0);
}
