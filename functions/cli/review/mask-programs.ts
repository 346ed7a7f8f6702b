/** What programs say, before any of it is kept, shown or sent: what it quotes of a credential goes no further, whoever wrote the words. */
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import type { Accepting } from '../../../shared/review/accept-findings.ts';
import type { AcceptableFinding } from '../../../shared/review/baseline.ts';
import type { Beside, Undone } from '../../../shared/review/beside.ts';
import { sidesOf } from '../../../shared/review/masked-texts.ts';
import { type MaskWords, maskingOf, maskRaised } from '../../../shared/review/masked-words.ts';
import type { Material } from '../../../shared/review/material.ts';
import type { RuleVoice } from '../../../shared/review/rule-voice.ts';

/** All that programs say. */
export interface Programs {
  /** The rules, with what they could not read. */
  readonly voice: RuleVoice;
  readonly beside: Beside;
  readonly accepted: Accepting['accepted'];
  readonly warnings: readonly string[];
  /** What a baseline would hold, and what the one before it holds. Its fingerprints are of the words as they were. */
  readonly open: readonly AcceptableFinding[];
  readonly listed: readonly BaselineEntry[];
}

/** The same with every credential masked. The cost is linear in the words and the files. */
export async function maskPrograms(said: Programs, { files, texts }: Pick<Material, 'files' | 'texts'>): Promise<Programs> {
  const { voice, beside, accepted, warnings, open } = said;
  const mask = await maskingOf([...files, ...sidesOf(texts?.files ?? []), ...sidesOf(wordsOf(said))]);
  return {
    ...said,
    voice: { ...voice, gaps: voice.gaps.map((gap) => ({ ...gap, why: mask(gap.why, gap.path) })) },
    beside: {
      ...beside,
      raised: beside.raised.map((finding) => maskRaised(finding, mask)),
      ...(beside.undone && { undone: maskUndone(beside.undone, mask) }),
    },
    accepted: accepted.map((one) => ({ ...one, title: mask(one.title, one.file) })),
    warnings: warnings.map((warning) => mask(warning)),
    open: open.map((one) => ({ ...one, finding: maskRaised(one.finding, mask) })),
  };
}

function maskUndone({ entries, ...rest }: Undone, mask: MaskWords): Undone {
  return { ...rest, entries: entries.map((entry) => ({ ...entry, reason: mask(entry.reason) })) };
}

/** All words, by the file that they are about: a value that is known in one place is known in all. */
function wordsOf({ voice, beside, accepted, warnings, open }: Programs) {
  const findings = [...beside.raised, ...open.map(({ finding }) => finding)];
  return [
    ...findings.map(({ file = '', title, reason, suggestion = '', resource = '' }) => ({
      path: file,
      text: [title, reason, suggestion, resource].join('\n'),
    })),
    ...accepted.map(({ file, title }) => ({ path: file, text: title })),
    ...voice.gaps.map(({ path, why }) => ({ path, text: why })),
    ...(beside.undone?.entries ?? []).map(({ path, reason }) => ({ path, text: reason })),
    ...warnings.map((text) => ({ path: '', text })),
  ];
}
