/** A file that somebody hands over with its text, as lines that are shown. */
import type { ReviewFile } from '../contract/rules.ts';
import type { MaterialFile, MaterialLine } from './material.ts';
import { noNewline, visible } from './visible.ts';

/** All of a file under one mark; lines that are removed have no number. */
export function wholeFile({ path, text }: Pick<ReviewFile, 'path' | 'text'>, mark: MaterialLine['mark']): MaterialFile {
  const all = text.split('\n');
  const ended = all.at(-1) === '' ? all.slice(0, -1) : all;
  return {
    path,
    notes: text === '' ? ['empty'] : [],
    lines: ended.map((line, index) => {
      const words = visible(bytesAsCharacters(line));
      const isCut = index === ended.length - 1 && !text.endsWith('\n');
      return { number: mark === '-' ? null : index + 1, mark, text: isCut ? `${words}${noNewline}` : words };
    }),
  };
}

/** A file of a change that is shown whole since it is new or gone; undefined of one that is changed. */
export function newOrGone(file: ReviewFile): MaterialFile | undefined {
  const { text, before } = file;
  if (before === undefined) return { ...wholeFile(file, '+'), notes: ['new file'] };
  return text === '' ? { ...wholeFile({ ...file, text: before }, '-'), notes: ['deleted'] } : undefined;
}

/** Each byte of a text as one character. */
export function bytesAsCharacters(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
