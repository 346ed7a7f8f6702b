/** The references of a weighing turned into the words of the question and of the experts. */
import type { Opinion } from '../contract/opinion.ts';
import type { Kind } from '../contract/question.ts';
import { saidAnswer } from '../contract/said-answer.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { withoutUndefined } from './without-undefined.ts';

type Options = readonly string[] | undefined;
type Span = readonly [first: number, past: number];

/** Characters of a claim or of short words that a verdict quotes: the whole reply stands in the opinion. */
const excerptMax = 500;

/** The option at an index. */
export function optionOf(options: Options, index: number): string | undefined {
  return options?.[index];
}

/** Every answering expert outside the winner's cluster, in its own words. */
export function dissentInWords(weighing: Weighing, counted: readonly Opinion[]): Verdict['dissent'] {
  const leading = leadingCluster(weighing);
  if (!leading) return [];
  const spanOf = new Map(weighing.dissent.map(({ pick, span }) => [pick, span]));
  const relationOf = new Map(weighing.dissent.flatMap(({ experts, relation }) => experts.map((expert) => [expert, relation])));
  return counted
    .filter(({ expert }) => !leading.experts.includes(expert))
    .map((opinion) => {
      const { expert, answer = '' } = opinion;
      const span = spanOf.get(expert);
      const relation = relationOf.get(expert);
      return { expert, answer: saidAnswer(opinion), ...(span ? { short: excerpt(answer, span) } : {}), ...(relation ? { relation } : {}) };
    });
}

/** What experts stand behind, heaviest first: the option that was voted for, else the words of one of them. */
export function positionsInWords(
  { positions, clusters }: Weighing,
  counted: readonly Opinion[],
  kind: Kind,
): NonNullable<Verdict['positions']> {
  const opinionOf = new Map(counted.map((opinion) => [opinion.expert, opinion]));
  // A core of an earlier version returns the clusters only.
  const known =
    positions ?? clusters.filter(({ share }) => share > 0).map((cluster) => ({ ...cluster, pick: cluster.experts[0], span: undefined }));
  return known.flatMap(({ experts, share, pick, span }) => {
    const opinion = opinionOf.get(pick ?? '');
    if (opinion === undefined) return [];
    const { answer = '', vote } = opinion;
    if (kind === 'choice' && vote !== undefined) return [{ experts, share, answer: vote }];
    return [{ experts, share, answer: saidAnswer(opinion), ...(span ? { short: excerpt(answer, span) } : {}) }];
  });
}

/** The claims with their text. */
export function claimsInWords({ claims }: Weighing, answerOf: ReadonlyMap<string, string>): Verdict['claims'] {
  return claims?.map((claim) => ({ ...claim, text: excerpt(answerOf.get(claim.expert) ?? '', claim.span) }));
}

/** The ranking with options for their indexes. */
export function rankingInWords({ ranking }: Weighing, options: Options = []): Verdict['ranking'] {
  if (!ranking) return undefined;
  const inWords = (indexes: readonly number[]) => indexes.flatMap((index) => optionOf(options, index) ?? []);
  const { order, borda, copeland, kemeny, concordance } = ranking;
  return {
    order: order.map(inWords),
    scores: options.map((option, index) => ({ option, borda: borda[index] ?? 0, copeland: copeland[index] ?? 0 })),
    kemeny: { ...kemeny, order: inWords(kemeny.order) },
    concordance,
  };
}

/** What is known of the experts, without what this consultation adds to it. Where nothing is decided there is nothing to agree with. */
export function reliabilityInWords({ reliability }: Weighing, options: Options, decided: boolean): Verdict['reliability'] {
  if (!reliability) return undefined;
  const { evidence, weighs, estimates, shadow, basis, weights } = reliability;
  return {
    evidence,
    weighs,
    estimates,
    ...withoutUndefined({ basis, weights }),
    shadow: shadow && decided ? shadowInWords(shadow, options) : null,
  };
}

function shadowInWords(
  { pick, option, agrees, confidence }: NonNullable<NonNullable<Weighing['reliability']>['shadow']>,
  options: Options,
): NonNullable<Verdict['reliability']>['shadow'] {
  const answer = typeof option === 'number' ? optionOf(options, option) : undefined;
  return { pick, ...(answer === undefined ? {} : { answer }), agrees, confidence: confidence ?? null };
}

/** The winner's cluster: the one that nobody stands for in the dissent. The picked expert need not be in it, for a ranking. */
function leadingCluster({ clusters, dissent, pick }: Weighing): Weighing['clusters'][number] | undefined {
  if (pick === null) return undefined;
  const dissenting = new Set(dissent.flatMap(({ experts }) => experts));
  const others = clusters.filter(({ experts }) => !experts.some((expert) => dissenting.has(expert)));
  return others.find(({ experts }) => experts.includes(pick)) ?? others[0];
}

function excerpt(answer: string, span: Span): string {
  const words = answer.slice(...span);
  return words.length > excerptMax ? `${words.slice(0, excerptMax)}…` : words;
}
