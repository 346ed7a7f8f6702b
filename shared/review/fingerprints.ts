/** What a finding is known by from one run to the next. */
import { createHash } from 'node:crypto';
import type { Finding } from '../contract/review.ts';
import type { Material } from './material.ts';

/**
 * The findings, each with a fingerprint of its file, its title and the text of its line: the same finding at a moved line keeps it.
 * Findings that are alike in all of that are counted from the top of the file.
 */
export function withFingerprints(findings: readonly Finding[], { files, texts: whole }: Pick<Material, 'files' | 'texts'>): Finding[] {
  const texts = new Map(files.map(({ path, lines }) => [path, new Map(lines.map(({ number, text }) => [number, text]))]));
  const lines = new Map(whole?.files.map(({ path, text }) => [path, text.split('\n')]));
  const textAt = ({ file, line }: Finding) =>
    file === null || line === null ? '' : (texts.get(file)?.get(line) ?? lines.get(file)?.[line - 1] ?? '');
  const used = new Map<string, number>();
  const numbered = new Map<Finding, string>();
  for (const finding of findings.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))) {
    const key = JSON.stringify([finding.file ?? finding.misplaced ?? '', wordsOf(finding.title), wordsOf(textAt(finding))]);
    const before = used.get(key) ?? 0;
    used.set(key, before + 1);
    numbered.set(finding, digest(before === 0 ? key : `${key}#${before}`));
  }
  return findings.map((finding) => ({ ...finding, fingerprint: numbered.get(finding) ?? '' }));
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
