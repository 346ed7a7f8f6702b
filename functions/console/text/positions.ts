/** The answers that experts stand behind, and what each expert's answer comes to. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import type { Kind } from '../../../shared/contract/question.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';

export interface Position {
  readonly experts: readonly string[];
  /** Of the answering weight. */
  readonly share: number;
  /** What they say; undefined where no words of theirs are known. */
  readonly says: string | undefined;
}

/** What an answer comes to in one line, where the expert has said it. */
export function conclusionOf({ vote, conclusion }: Pick<Opinion, 'vote' | 'conclusion'>): string | undefined {
  return vote ?? conclusion;
}

/** The positions of a verdict, heaviest first. Verdicts of earlier versions hold only who gave the same answer. */
export function positionsOf({ opinions, kind }: Pick<Consultation, 'opinions' | 'kind'>, verdict: Verdict): readonly Position[] {
  const opinionOf = new Map(opinions.map((opinion) => [opinion.expert, opinion]));
  if (verdict.positions && verdict.positions.length > 0) {
    return verdict.positions.map(({ experts, share, answer, short }) => ({ experts, share, says: short ?? answer ?? undefined }));
  }
  return verdict.clusters
    .map(({ experts, share }) => ({ experts, share, says: firstOf(experts, (expert) => saidBy(opinionOf.get(expert), kind)) }))
    .toSorted((one, other) => other.share - one.share);
}

function firstOf(experts: readonly string[], says: (expert: string) => string | undefined): string | undefined {
  for (const expert of experts) {
    const said = says(expert);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** Where the expert has not said what its answer comes to: the line that says it, by the form that was asked for. */
function saidBy(opinion: Opinion | undefined, kind: Kind): string | undefined {
  if (opinion?.answer === undefined) return undefined;
  const lines = opinion.answer.trim().split('\n');
  const line = kind === 'text' || kind === 'auto' ? lines[0] : lines.at(-1)?.replace(/^answer:/i, '');
  return conclusionOf(opinion) ?? (line?.trim() || undefined);
}
