/** A consensus core too simple to be wrong: equal answers form a cluster, the largest one leads, and who is in it was right. */
import type { PanelReader } from '../../shared/adapters/local/panel-reader.ts';
import type { Reading, ReadRequest } from '../../shared/contract/reading.ts';
import { addLessons, type Learnt } from '../../shared/contract/reliability.ts';
import type { Judgement } from '../../shared/contract/strategy.ts';
import type { Support } from '../../shared/contract/synthesis.ts';
import type { Panel, Weighing } from '../../shared/contract/verdict.ts';
import type { Consensus } from '../../shared/ports/consensus.ts';

/** Judged answers of each expert from which on the core lets what is learnt decide. */
export const enough = 20;

/** The core on the panels of a store. */
export function pluralityConsensus(panels: PanelReader): Consensus {
  return {
    weigh: async (id, outcome, answers) => plurality(await panels.toWeigh(id, outcome, answers)),
    weighSoFar: async (id) => plurality((await panels.toJudge(id)).panel),
    support: async ({ sentences }) => sentences.map(supportByWords),
    alike: async (id) => plurality(await panels.toCompare(id)).clusters.map(({ experts }) => experts),
    read: async (request) => readPlainly(request),
    settled: async (id) => settledByCount(await panels.toSettle(id)),
    async judge(id, groups, { known, alone = false } = {}) {
      const { panel, seats } = await panels.toJudge(id, known);
      return groups.map((group) => judgeByCount(panel, alone ? group.length : seats.length, group));
    },
    async relearn(ids) {
      const lessons = (await panels.toRelearn(ids)).map((panel) => judge(panel, panel.outcome));
      return { version: 1, experts: lessons.reduce((all, one) => addLessons(all, one), {}) };
    },
    async estimate({ experts, reliability, mode }) {
      const tallies = experts.map((expert) => [expert, reliability.experts[expert] ?? { right: 0, asked: 0 }] as const);
      const evidence = least(tallies.map(([, { asked }]) => asked));
      const estimates = Object.fromEntries(tallies.map(([expert, { right, asked }]) => [expert, (right + 1) / (asked + 2)]));
      return { evidence, weighs: mode === 'auto' && evidence >= enough, estimates };
    },
  };
}

/** A reply is its answer; to a question with options its last line must be one of them. */
function readPlainly({ kind, options, reply }: ReadRequest): Reading {
  if (kind !== 'choice' || options === undefined) return { answer: reply };
  const [, said = ''] = /(?:^|\n)(?:Answer: )?(.*)$/.exec(reply.trim()) ?? [];
  const option = options.indexOf(said);
  return option < 0 ? { answer: reply, unreadable: 'it commits itself to none of the options' } : { answer: reply, option };
}

function settledByCount({ panel, awaited }: Awaited<ReturnType<PanelReader['toSettle']>>): boolean {
  return settlesByCount(
    panel,
    clustersOf(panel).map((members) => members.length),
    awaited.length,
  );
}

/** The larger the part of the group behind the leading answer, the surer. */
function judgeByCount(panel: Panel, seats: number, group: readonly string[]): Judgement {
  const part = { ...panel, opinions: panel.opinions.filter(({ expert }) => group.includes(expert)) };
  const counts = clustersOf(part).map((members) => members.length);
  const [first = 0, second = 0] = counts;
  return {
    pick: plurality(part).pick,
    decided: first > second,
    confidence: first === 0 ? null : first / group.length,
    answers: counts.length,
    settled: settlesByCount(panel, counts, seats - group.length),
  };
}

/** Nobody left, or more behind the leading answer than behind any other with everybody who is left. */
function settlesByCount({ kind }: Panel, [first = 0, second = 0]: readonly number[], left: number): boolean {
  return left === 0 || (kind !== 'text' && first > 1 && first > second + left);
}

/** Weighs a panel; of two clusters of one size the first in seat order leads, as the rules for a dead heat need both. */
export function plurality(panel: Panel): Weighing {
  const { options, opinions } = panel;
  const clusters = clustersOf(panel).map((members) => ({
    experts: members.map(({ expert }) => expert),
    share: members.length / opinions.length,
  }));
  const pick = clusters[0]?.experts[0] ?? null;
  return {
    pick,
    option: optionOf(opinions.find(({ expert }) => expert === pick)?.answer, options),
    agreement: clusters[0]?.share ?? null,
    confidence: null,
    clusters,
    method: 'plurality',
    stability: null,
    independent: null,
    dissent: [],
    ...(panel.kind === 'text' && { claims: claimsByAnswer(panel) }),
    ...(panel.at === undefined ? {} : { reliability: reliabilityOf(panel) }),
  };
}

/** Each different answer is one claim; who says something else contradicts it. */
function claimsByAnswer(panel: Panel): NonNullable<Weighing['claims']> {
  const clusters = clustersOf(panel);
  return clusters.map((members) => ({
    expert: members[0]?.expert ?? '',
    span: [0, members[0]?.answer?.length ?? 0],
    supports: members.map(({ expert }) => expert),
    contradicts: clusters.filter((others) => others !== members).flatMap((others) => others.map(({ expert }) => expert)),
    silent: [],
  }));
}

/** A sentence holds where it quotes a claim that it cites; "not" before it denies that. */
function supportByWords({ text, claims }: { readonly text: string; readonly claims: readonly string[] }): Support {
  if (claims.some((claim) => text.includes(`not ${claim}`))) return 'contradicts';
  return claims.some((claim) => text.includes(claim)) ? 'holds' : 'foreign';
}

function clustersOf({ opinions }: Panel) {
  return [...Map.groupBy(opinions, ({ answer }) => answer).values()].toSorted((a, b) => b.length - a.length);
}

/** An outcome replaces what the verdict has taught. */
function reliabilityOf(panel: Panel): Weighing['reliability'] {
  const unconfirmed = judge(panel);
  const learnt = panel.outcome ? addLessons(judge(panel, panel.outcome), unconfirmed, -1) : unconfirmed;
  const evidence = least(panel.opinions.map(({ expert }) => panel.reliability?.experts[expert]?.asked ?? 0));
  const [leading = []] = clustersOf(panel);
  const shadow = { pick: leading[0]?.expert ?? null, agrees: true };
  return { learnt, evidence, weighs: panel.reliability_mode === 'auto' && evidence >= enough, estimates: {}, shadow };
}

function judge(panel: Panel, outcome?: Panel['outcome']): Learnt {
  const [leading] = clustersOf(panel);
  const about = panel.opinions.find(({ expert }) => expert === outcome?.about)?.answer;
  const isRight = (answer: string | null): boolean => {
    if (outcome?.answer !== undefined) return answer === outcome.answer;
    if (outcome?.right !== undefined) return (answer === about) === outcome.right;
    return leading?.[0]?.answer === answer;
  };
  return Object.fromEntries(panel.opinions.map(({ expert, answer }) => [expert, { right: isRight(answer) ? 1 : 0, asked: 1 }]));
}

/** Nobody at all is no evidence. */
function least(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : Math.max(0, Math.min(...counts));
}

/** Index of the option that an answer is, or null: a question without options has none. */
function optionOf(answer: string | null | undefined, options: Panel['options']): number | null {
  const index = answer ? (options?.indexOf(answer) ?? -1) : -1;
  return index < 0 ? null : index;
}
