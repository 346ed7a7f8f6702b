/** What rules say of files, without the credentials that their words quote. */
import { createHash } from 'node:crypto';
import type { ReviewFile, RuleFinding, Ruling } from '../contract/rules.ts';
import { isBroken } from '../contract/undone-rules.ts';
import { sidesOf } from '../review/masked-texts.ts';
import { type MaskWords, maskingOf } from '../review/masked-words.ts';

/** What rules say, and what of it stood there before. */
export interface QuotedRuling {
  readonly ruling: Ruling;
  /** Findings that stood in the files before the change. */
  readonly before: readonly RuleFinding[];
}

/** What masks words about some files. */
export type MaskingFor = (files: readonly ReviewFile[]) => Promise<MaskWords>;

/** Every seat of a panel reads the same files: those of the last question are not searched again. */
export function lastMasking(): MaskingFor {
  let last: { readonly key: string; readonly masking: Promise<MaskWords> } | undefined;
  return (files) => {
    const key = createHash('sha256').update(JSON.stringify(files)).digest('hex');
    if (last?.key !== key) {
      const asked = { key, masking: maskingOf(sidesOf(files)) };
      last = asked;
      // A search that failed is not what the next seat is told.
      asked.masking.catch(() => {
        if (last === asked) last = undefined;
      });
    }
    return last.masking;
  };
}

/** The same with every credential masked. Where nothing is said, nothing is searched. */
export async function maskRuling(said: QuotedRuling, masking: () => Promise<MaskWords>): Promise<QuotedRuling> {
  const { ruling, before } = said;
  if (ruling.findings.length + before.length + ruling.notReviewed.length === 0) return said;
  const mask = await masking();
  return {
    ruling: {
      ...ruling,
      findings: ruling.findings.map((finding) => maskFinding(finding, mask)),
      notReviewed: ruling.notReviewed.map((gap) => ({
        ...gap,
        why: mask(gap.why, gap.path),
        ...(isBroken(gap) && { broken: true }),
      })),
      sources: ruling.sources.map((source) => ({ ...source, reason: mask(source.reason) })),
    },
    before: before.map((finding) => maskFinding(finding, mask)),
  };
}

function maskFinding(finding: RuleFinding, mask: MaskWords): RuleFinding {
  const { title, why, fix, resource, file } = finding;
  return {
    ...finding,
    title: mask(title, file),
    why: mask(why, file),
    ...(fix !== undefined && { fix: mask(fix, file) }),
    ...(resource !== undefined && { resource: mask(resource, file) }),
  };
}
