/** A synthesis: who writes it and when, what its writer is shown of the claims, and which of its sentences can be held to them. Pure. */
import type { Seat } from '../contract/expert.ts';
import { isSynthesis, synthesisRound } from '../contract/judge-round.ts';
import type { WorstCall } from '../contract/limits.ts';
import type { Opinion } from '../contract/opinion.ts';
import { type Deliberation, type Kind, writerIn } from '../contract/question.ts';
import { opinionIn, type ReadOpinions } from '../contract/rounds.ts';
import type { Run, RunRound, RunState } from '../contract/run.ts';
import type { Verdict, Weighing } from '../contract/verdict.ts';
import { type Prices, type Reading, worstCallOf } from './budget.ts';
import { inOrderOf } from './judge.ts';
import { letterOf } from './lettered-answers.ts';
import { outcomeOf } from './outcome.ts';
import { countedOpinions } from './panel.ts';
import { type Ledger, shownClaimsMax, synthesisBytes } from './synthesis-prompt.ts';
import { statusOf } from './verdict.ts';
import { claimsInWords } from './verdict-words.ts';

/** The round of the synthesis, once it is settled whether there is one. */
export function synthesisOf({ rounds = [] }: Pick<RunState, 'rounds'>): RunRound | undefined {
  return rounds.find(isSynthesis);
}

/** Whether the answers of a question can be texts, which make claims. */
export function mayMakeClaims({ kind, schema }: { readonly kind: Kind; readonly schema?: unknown }): boolean {
  return schema === undefined && (kind === 'text' || kind === 'auto');
}

/** The most that the call of the writer can use, which reads the question and as many claims as can be shown; undefined where nobody writes. */
export function worstOfWriter(
  writer: Seat | undefined,
  experts: number,
  { promptBytes }: Reading,
  knowledge: Prices & { readonly personas: Readonly<Record<string, string>> },
): WorstCall | undefined {
  if (writer === undefined) return undefined;
  const persona = Buffer.byteLength((writer.persona && knowledge.personas[writer.persona]) ?? '');
  // It writes from words alone, and is sent no image.
  return worstCallOf(writer, { promptBytes: promptBytes + synthesisBytes(experts) + persona, images: 0 }, knowledge);
}

/** The claims of a verdict with their words. */
export function claimsOf(weighing: Weighing, { opinions }: ReadOpinions): NonNullable<Verdict['claims']> {
  const answerOf = new Map(countedOpinions(opinions).map(({ expert, answer = '' }) => [expert, answer]));
  return claimsInWords(weighing, answerOf) ?? [];
}

/** The ledger of what is in, without names. `weighing` is what the answers say. */
export function ledgerOf(run: Run, weighing: Weighing, read: ReadOpinions): Ledger {
  const { outcome } = outcomeOf(run, weighing, read);
  const letters = new Map(inOrderOf(run.id, countedOpinions(read.opinions)).map(({ expert }, at) => [expert, letterOf(at)]));
  const named = (experts: readonly string[]) => experts.flatMap((expert) => letters.get(expert) ?? []).toSorted();
  return {
    claims: claimsOf(weighing, read)
      .slice(0, shownClaimsMax)
      .map(({ expert, span, text, supports, contradicts }) => ({
        ...{ expert, span: [...span], text },
        ...{ supports: named(supports), contradicts: named(contradicts) },
      })),
    decided: statusOf(run, outcome) === 'decided' ? (letters.get(outcome.pick ?? '') ?? null) : null,
  };
}

/** What the writer has given in time. */
export function writtenIn(run: Pick<Run, 'deliberation'>, read: ReadOpinions): Opinion | undefined {
  const expert = writerIn(run.deliberation);
  return expert === undefined ? undefined : opinionIn(read, { expert, round: synthesisRound });
}

/** A sentence with the places of its claims in the verdict, and their words. */
export interface LinkedSentence {
  readonly text: string;
  /** 1: the first. */
  readonly places: readonly number[];
  readonly claims: readonly string[];
}

/** The sentences whose claims all stand in the ledger that is published, and how many others there are: an answer that came later may have moved it. */
export function linkedSentences(
  { synthesis }: Pick<Opinion, 'synthesis'>,
  claims: NonNullable<Verdict['claims']>,
): { readonly linked: readonly LinkedSentence[]; readonly gone: number } {
  const placeOf = new Map(claims.map(({ expert, span }, at) => [`${expert} ${span.join(' ')}`, at]));
  const linked = (synthesis?.sentences ?? []).flatMap(({ text, claims: cited }): LinkedSentence[] => {
    const places = cited.map(({ expert, span }) => placeOf.get(`${expert} ${span.join(' ')}`));
    const known = places.filter((place) => place !== undefined);
    if (known.length < places.length) return [];
    return [{ text, places: known.map((place) => place + 1), claims: known.flatMap((place) => claims[place]?.text ?? []) }];
  });
  return { linked, gone: (synthesis?.sentences.length ?? 0) - linked.length };
}

/** Whether somebody is to write a synthesis. */
export function isWritten(deliberation: Deliberation | undefined): boolean {
  return writerIn(deliberation) !== undefined;
}
