/** What a change leaves alone and rules read to know what it does, out of the tree behind it. */
import { bytesOf, type ReviewFile, reviewMaxBytes, reviewMaxFiles } from '../../../shared/contract/rules.ts';
import { InvalidInput } from '../../../shared/errors.ts';
import { visible } from '../../../shared/review/visible.ts';
import { textOf } from '../../../shared/review/whole-files.ts';
import { groupsBeside, hasOthers, type Tree } from './files-beside.ts';
import type { Scratch } from './git-scratch.ts';

/** Files that stand beside the changed ones, and their bytes: two thirds of what one question holds, since each counts before and after. */
const most = { bytes: 660_000, files: 200 };
/** Bytes that are looked through for calls. */
const mostRead = 8_000_000;

/** The tree behind a change, and what of it may not be shown as left alone. */
export interface Behind {
  readonly tree: string;
  /** Whether the change touches a file, or somebody leaves it out; its path as git has it. */
  readonly isClosed: (path: string) => boolean;
}

/** The files beside the changed ones, each with its text on both sides; none where the change itself fills a question. */
export function textsBeside(changed: readonly ReviewFile[], { tree, isClosed }: Behind, scratch: Scratch): readonly ReviewFile[] {
  if (!changed.some(hasOthers)) return [];
  const behind = new TreeTexts(tree, isClosed, scratch);
  const found = new Map(changed.map((file) => [file.path, file]));
  const roomFor = { bytes: Math.min(bytesOf({ files: changed }) + most.bytes, reviewMaxBytes), files: changed.length + most.files };
  for (const group of groupsBeside(changed, behind)) {
    const open = group.filter((path) => !found.has(path));
    const files = [...behind.read(open)].map(([path, text]) => ({ path, text, before: text }));
    const all = [...found.values(), ...files];
    const fits = all.length <= Math.min(roomFor.files, reviewMaxFiles) && bytesOf({ files: all }) <= roomFor.bytes;
    if (fits && files.length === open.length) for (const file of files) found.set(file.path, file);
  }
  // An empty file would pass for one that the change deletes.
  return [...found.values()].slice(changed.length).filter(({ text }) => text !== '');
}

/** The regular files of a tree by the paths that are shown, each read once. */
class TreeTexts implements Tree {
  readonly #objects: ReadonlyMap<string, string>;
  readonly #scratch: Scratch;
  readonly #known = new Map<string, string>();
  #left = mostRead;

  constructor(tree: string, isClosed: Behind['isClosed'], scratch: Scratch) {
    const lines = scratch.git(['ls-tree', '-r', '-z', tree]).stdout.split('\0');
    this.#scratch = scratch;
    this.#objects = new Map(
      lines.flatMap((line) => {
        const [, object = '', path] = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
        return path === undefined ? [] : [[visible(path), isClosed(path) ? '' : object] as const];
      }),
    );
  }

  get paths(): readonly string[] {
    return [...this.#objects.keys()];
  }

  read(paths: readonly string[]): ReadonlyMap<string, string> {
    this.#fetch([...new Set(paths)].filter((path) => !this.#known.has(path)));
    return new Map(
      paths.flatMap((path) => {
        const text = this.#known.get(path);
        return text === undefined ? [] : [[path, text] as const];
      }),
    );
  }

  #fetch(paths: readonly string[]): void {
    const objectOf = (path: string) => this.#objects.get(path) || undefined;
    const objects = [...new Set(paths.flatMap((path) => objectOf(path) ?? []))];
    const sizes = this.#sizes(objects);
    const fitting = objects.filter((object) => {
      const size = sizes.get(object) ?? mostRead;
      const fits = size <= Math.min(this.#left, most.bytes);
      if (fits) this.#left -= size;
      return fits;
    });
    const contents = new Map(this.#scratch.readAll(fitting).map((bytes, index) => [fitting[index], textOf(bytes)]));
    for (const path of paths) {
      const text = contents.get(objectOf(path));
      if (text !== undefined) this.#known.set(path, text);
    }
  }

  /** What is not in the clone is not shown, and rules name what they would have looked into. */
  #sizes(objects: readonly string[]): ReadonlyMap<string, number> {
    try {
      return this.#scratch.sizes(objects);
    } catch (error) {
      if (error instanceof InvalidInput) return new Map();
      throw error;
    }
  }
}
