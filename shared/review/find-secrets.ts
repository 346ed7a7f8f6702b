/** Finds credentials in what is to be sent: by the rules of secretlint for single vendors, and by what surrounds them. */
import { setImmediate } from 'node:timers/promises';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import { joinFinds } from './join-finds.ts';
import type { Material, MaterialFile } from './material.ts';
import { findNamedValues } from './named-values.ts';
import { findPrivateKeys } from './private-keys.ts';
import { findBelow, pieceLength, searchLine } from './search-line.ts';

/** A credential and where it stands; its value is not carried along. */
export interface FoundSecret {
  readonly rule: string;
  readonly file: string;
  /** Index of the line among those of the file, and the part of it. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const presetId = '@secretlint/secretlint-rule-preset-recommend';
const config = {
  rules: [
    {
      id: presetId,
      rule: preset,
      // A change under review does not switch off what looks at it.
      rules: [{ id: '@secretlint/secretlint-rule-filter-comments', disabled: true }],
    },
  ],
};
/** Characters that the rule set is given in one go: its time grows with them. */
const chunkLength = 100_000;

/** Every credential in what is to be sent, in the order of its places. Others have their turn every few thousand characters. */
export async function findSecrets({ files }: Pick<Material, 'files'>): Promise<readonly FoundSecret[]> {
  const found: FoundSecret[][] = [];
  for (const file of files) {
    const byName = findNamedValues(file.lines).map((one) => ({ ...one, file: file.path }));
    await setImmediate();
    found.push(distinct([...keysIn(file), ...(await ownFindings(file)), ...(await vendorFindings(file)), ...byName]));
  }
  return inOrder(found.flat());
}

function keysIn({ path, lines }: MaterialFile): readonly FoundSecret[] {
  return findPrivateKeys(lines).map((part) => ({ ...part, rule: 'private-key', file: path }));
}

async function ownFindings(file: MaterialFile): Promise<readonly FoundSecret[]> {
  const found: FoundSecret[] = [];
  let unseen = pieceLength;
  const add = (line: number, parts: readonly Omit<FoundSecret, 'file' | 'line'>[]) => {
    for (const part of parts) found.push({ ...part, file: file.path, line });
  };
  for (const [line, { text }] of file.lines.entries()) {
    for (const parts of searchLine(text)) {
      add(line, parts);
      // A short line takes time too.
      unseen -= Math.min(text.length + 40, pieceLength);
      if (unseen > 0) continue;
      await setImmediate();
      unseen = pieceLength;
    }
    add(line, findBelow(lineAbove(file, line), text));
  }
  return found;
}

/** The line that stands above another one on the same side of a change, empty lines left out. */
function lineAbove({ lines }: MaterialFile, index: number): string {
  const mark = lines[index]?.mark;
  const above = lines.slice(Math.max(0, index - 20), index);
  return above.findLast((line) => line.text.trim() !== '' && (mark === ' ' || line.mark === ' ' || line.mark === mark))?.text ?? '';
}

async function vendorFindings(file: MaterialFile): Promise<readonly FoundSecret[]> {
  const found: FoundSecret[] = [];
  for (const { first, content } of chunksOf(file)) {
    const { messages } = await lintSource({
      // The words of a finding without a file have no path, and are searched all the same.
      source: { content, filePath: file.path || 'words', ext: /\.\w+$/.exec(file.path)?.[0] ?? '', contentType: 'text' },
      options: { config, maskSecrets: true, noPhysicFilePath: true },
    });
    const starts = startsOf(content);
    for (const { ruleId, range } of messages) found.push(...placesOf(file, { first, content, starts }, range, ruleId));
    await setImmediate();
  }
  return found;
}

/** Lines in pieces that are not too long. Keys, which alone go over lines, are found by a rule of our own that knows no pieces. */
function chunksOf({ lines }: MaterialFile): readonly { readonly first: number; readonly content: string }[] {
  const chunks: { first: number; lines: string[]; length: number }[] = [];
  for (const [index, { text }] of lines.entries()) {
    const last = chunks.at(-1);
    const kept = text.slice(0, chunkLength);
    if (last === undefined || last.length + kept.length > chunkLength) chunks.push({ first: index, lines: [kept], length: kept.length });
    else {
      last.lines.push(kept);
      last.length += kept.length + 1;
    }
  }
  return chunks.map((chunk) => ({ first: chunk.first, content: chunk.lines.join('\n') }));
}

/** Where each line of a text begins. */
function startsOf(content: string): readonly number[] {
  return [0, ...[...content.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** Lines of a file that are searched in one go: the index of the first, their text, and where each begins in it. */
interface Chunk {
  readonly first: number;
  readonly content: string;
  readonly starts: readonly number[];
}

/** A range of a chunk as parts of its lines. */
function placesOf(file: MaterialFile, { first, content, starts }: Chunk, range: readonly number[], ruleId: string): readonly FoundSecret[] {
  const [from = 0, to = 0] = range;
  const line = lineOf(starts, from);
  const start = from - (starts[line] ?? 0);
  const rule = ruleId.replace(/^.*secretlint-rule-/, '');
  return content
    .slice(from, to)
    .split('\n')
    .map((part, index) => ({
      rule,
      file: file.path,
      line: first + line + index,
      start: index === 0 ? start : 0,
      end: (index === 0 ? start : 0) + part.length,
    }));
}

/** The index of the last line that begins at a place or before it. */
function lineOf(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle;
  }
  return low;
}

/** One entry for each place of a file: what overlaps is one, by the first rule that knows it. */
function distinct(found: readonly FoundSecret[]): FoundSecret[] {
  return [...Map.groupBy(found, ({ line }) => line).values()].flatMap(joinFinds);
}

function inOrder(found: readonly FoundSecret[]): readonly FoundSecret[] {
  return found.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line || a.start - b.start);
}
