/** Which files there are no more, so that what was accepted in them may have moved. */
import type { Material } from './material.ts';

/** Whether a file of that name was taken away or renamed by a change; `exists` tells it of files that are no change. */
export function goneFrom({ kind, files, texts }: Material, exists: (path: string) => boolean): (path: string) => boolean {
  if (kind === 'files') return (path) => !exists(path);
  const left = new Set([
    ...files.flatMap(({ notes }) => notes.flatMap((note) => /^renamed from ([\s\S]+)$/.exec(note)?.[1] ?? [])),
    ...(texts?.files ?? []).flatMap(({ path, text, before }) => (text === '' && before !== undefined ? [path] : [])),
  ]);
  return (path) => left.has(path);
}
