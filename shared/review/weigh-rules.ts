/** What the rules of one consultation have found, without what somebody has accepted: the experts beside them judge it, and the report tells it. */
import type { Opinion } from '../contract/opinion.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { ReviewFiles } from '../contract/rules.ts';
import { type Accepting, acceptSaid } from './accept-findings.ts';
import { credentialsOf } from './added-credentials.ts';
import type { RaisedFinding } from './alike-findings.ts';
import { goneFrom } from './gone-files.ts';
import type { Material } from './material.ts';
import { reportedMaterial } from './reported-material.ts';
import { foundByRules } from './rule-voice.ts';
import type { WholeTexts } from './whole-files.ts';

/** A consultation about files, with the opinions of its rules that are in. */
export interface RuledReview {
  readonly review: ReviewFiles;
  readonly createdAt: string;
  readonly opinions: readonly Opinion[];
}

/** What is left of the findings, and what they were found in. */
export interface WeighedRules extends Pick<Accepting, 'raised' | 'accepted' | 'warnings' | 'open' | 'known'> {
  readonly material: Material;
  readonly texts: WholeTexts;
  /** What stood there before a change; undefined where that is not known of all. */
  readonly stood: readonly RaisedFinding[] | undefined;
}

/**
 * The findings, and the credentials that are added. What is accepted until a day is judged by the day on which it was asked. Throws
 * `InvalidInput` for a diff that is none.
 */
export function weighRules({ review, createdAt, opinions }: RuledReview): WeighedRules {
  const material = reportedMaterial(review);
  const texts = { files: review.files, missing: material.texts?.missing ?? [] };
  const { raised: found, stood } = foundByRules(opinions.filter(isRule));
  const { raised, accepted, warnings, open, known } = acceptSaid([...found, ...credentialsOf(review.credentials).raised], {
    texts,
    baseline: review.baseline?.findings ?? [],
    today: createdAt.slice(0, 10),
    stood,
    gone: goneFrom(material, () => true),
  });
  return { material, texts, raised, accepted, warnings, open, known, stood };
}

function isRule({ provider }: Opinion): boolean {
  return factsOf(provider).judge === 'rules';
}
