/** What a verdict says of its synthesis: the sentences that the ledger supports, what was dropped, and what it has cost. */
import { synthesisRound } from '../contract/judge-round.ts';
import type { AttemptNote, Opinion } from '../contract/opinion.ts';
import { writerIn } from '../contract/question.ts';
import type { ReadOpinions } from '../contract/rounds.ts';
import type { Run } from '../contract/run.ts';
import type { ShownSynthesis, Support, SynthesisFailure, SynthesisReason } from '../contract/synthesis.ts';
import type { Verdict } from '../contract/verdict.ts';
import { usedInRound } from './round-cost.ts';
import { type LinkedSentence, linkedSentences, synthesisOf, writtenIn } from './synthesis.ts';
import { withoutUndefined } from './without-undefined.ts';

const notInTime = { type: 'not-in-time', message: 'no synthesis before the end', retryable: true };

const nothingDropped = { uncited: 0, unknown: 0, contradicts: 0, figures: 0, foreign: 0, excess: 0 };

/** Why nobody was asked. */
const whyNobody: Readonly<Record<SynthesisReason, SynthesisFailure>> = {
  claims: 'no-time',
  'too-few': 'too-few',
  'no-claims': 'no-claims',
  unjudged: 'unjudged',
  limit: 'limit',
};

/**
 * Undefined where nobody had asked for one. `claims` are those of the verdict, and `support` is what the core says of the linked sentences; undefined where
 * it could not be asked.
 */
export function synthesisInWords(
  run: Run,
  read: ReadOpinions & { readonly attempts: readonly AttemptNote[] },
  claims: NonNullable<Verdict['claims']>,
  support: readonly Support[] | undefined,
): ShownSynthesis | undefined {
  const by = writerIn(run.deliberation);
  if (by === undefined) return undefined;
  const asked = synthesisOf(run)?.experts ?? [];
  const used = usedInRound(
    asked.map((expert) => ({ expert, round: synthesisRound })),
    read,
  );
  const written = writtenIn(run, read);
  return { by, ...(written?.status === 'answered' ? saidIn(written, claims, support) : nothingSaid(run, written)), ...used };
}

type Said = Omit<ShownSynthesis, 'by' | 'calls' | 'tokens' | 'usd'>;

function nothingSaid(run: Run, written: Opinion | undefined): Said {
  const begun = synthesisOf(run);
  const isAsked = (begun?.experts.length ?? 0) > 0;
  // Where it was not settled whether there is one, the time was over.
  const failed = isAsked ? 'expert' : whyNobody[(begun?.reason ?? 'claims') as SynthesisReason];
  return failedBy(failed, nothingDropped, isAsked ? (written?.error ?? notInTime) : undefined);
}

function failedBy(failed: SynthesisFailure, dropped: ShownSynthesis['dropped'], error?: ShownSynthesis['error']): Said {
  return { text: null, sentences: [], unsupported: sumOf(dropped), dropped, failed, ...withoutUndefined({ error }) };
}

function saidIn(written: Opinion, claims: NonNullable<Verdict['claims']>, support: readonly Support[] | undefined): Said {
  const { linked, gone } = linkedSentences(written, claims);
  const { uncited = 0, unknown = 0, excess = 0 } = written.synthesis ?? {};
  const count = (what: Support) => support?.filter((one) => one === what).length ?? 0;
  const dropped = {
    ...{ uncited, unknown: unknown + gone, excess },
    ...{ contradicts: count('contradicts'), figures: count('figures'), foreign: count('foreign') },
  };
  if (support === undefined) return failedBy('unjudged', dropped);
  const sentences = linked.filter((_, at) => support[at] === 'holds').map((one) => shownSentence(one, claims));
  if (sentences.length === 0) return failedBy('unsupported', dropped);
  return { text: sentences.map(({ text }) => text).join(' '), sentences, unsupported: sumOf(dropped), dropped };
}

function shownSentence({ text, places }: LinkedSentence, claims: NonNullable<Verdict['claims']>): ShownSynthesis['sentences'][number] {
  const experts = new Set(places.flatMap((place) => claims[place - 1]?.supports ?? []));
  return { text, claims: [...places], experts: [...experts].toSorted() };
}

function sumOf(dropped: ShownSynthesis['dropped']): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
