/**
 * A repository of our own that borrows the objects of another one. It has no settings, attributes, hooks, replaced objects or grafts, so
 * that none of those can decide what is compared, and what is written into it leaves no trace.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Repository } from './git-repository.ts';
import { type GitOutput, gitFailure, runGit } from './git-run.ts';

/** An entry of a tree or of an index. */
export interface TreeEntry {
  readonly mode: string;
  readonly object: string;
  /** Bytes as characters. */
  readonly path: string;
}

/** The repository; `remove` takes it away again. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'circle-review-'));
  readonly #format: Repository['objectFormat'];

  constructor({ objects, objectFormat }: Pick<Repository, 'objects' | 'objectFormat'>) {
    this.#format = objectFormat;
    for (const path of ['objects/info', 'refs']) mkdirSync(join(this.folder, path), { recursive: true });
    writeFileSync(join(this.folder, 'HEAD'), 'ref: refs/heads/none\n');
    const extension = objectFormat === 'sha256' ? '[extensions]\n\tobjectFormat = sha256\n' : '';
    writeFileSync(
      join(this.folder, 'config'),
      `[core]\n\trepositoryFormatVersion = ${extension === '' ? 0 : 1}\n\tbare = true\n${extension}`,
    );
    writeFileSync(join(this.folder, 'objects/info/alternates'), `${objects}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs git here; what it prints is bytes as characters. */
  git(argv: readonly string[], input = ''): GitOutput {
    const environment = {
      GIT_DIR: this.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      HOME: this.folder,
      XDG_CONFIG_HOME: this.folder,
    };
    return runGit(argv, { folder: this.folder, environment, input });
  }

  /** Where objects go that are made on the way. */
  get objects(): string {
    return join(this.folder, 'objects');
  }

  /** The name that the bytes have as an object. */
  nameOf(bytes: Buffer): string {
    return createHash(this.#format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  }

  /** Keeps the bytes as an object. */
  write(bytes: Buffer): string {
    const name = this.nameOf(bytes);
    mkdirSync(join(this.objects, name.slice(0, 2)), { recursive: true });
    const file = join(this.objects, name.slice(0, 2), name.slice(2));
    writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]), { level: 1 }));
    return name;
  }

  /** The tree of the entries. */
  treeOf(entries: readonly TreeEntry[]): string {
    this.git(['read-tree', '--empty']);
    this.git(['update-index', '-z', '--index-info'], entries.map(({ mode, object, path }) => `${mode} ${object}\t${path}\0`).join(''));
    return this.git(['write-tree', '--missing-ok']).stdout.trim();
  }

  /** The tree without some of its paths. */
  without(tree: string, paths: readonly string[]): string {
    this.git(['read-tree', tree]);
    // Mode 0 takes an entry out.
    const none = '0'.repeat(this.#format === 'sha256' ? 64 : 40);
    this.git(['update-index', '-z', '--index-info'], paths.map((path) => `0 ${none}\t${path}\0`).join(''));
    return this.git(['write-tree', '--missing-ok']).stdout.trim();
  }

  /** What a command prints that reads the attributes of a tree out of an index. */
  attributesOf(tree: string, argv: readonly string[], paths: string): string {
    this.git(['read-tree', tree]);
    return this.git(argv, paths).stdout;
  }

  get emptyTree(): string {
    return this.treeOf([]);
  }

  /** Sizes of objects in bytes. Throws `InvalidInput` where one is missing, as in a partial clone. */
  sizes(objects: readonly string[]): ReadonlyMap<string, number> {
    if (objects.length === 0) return new Map();
    const { stdout } = this.git(['cat-file', '--batch-check'], objects.map((object) => `${object}\n`).join(''));
    const lines = stdout.split('\n').slice(0, -1);
    return new Map(
      lines.map((line) => {
        const [, object = '', size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
        if (size === undefined)
          throw gitFailure(`the object ${line.split(' ')[0]} is not in this clone: fetch the whole of it first (no --filter)`);
        return [object, Number(size)];
      }),
    );
  }

  /** The bytes of an object. */
  read(object: string): string {
    return this.git(['cat-file', 'blob', object]).stdout;
  }

  /** The bytes of many objects at once, in their order. */
  readAll(objects: readonly string[]): readonly string[] {
    if (objects.length === 0) return [];
    const { stdout } = this.git(['cat-file', '--batch'], objects.map((object) => `${object}\n`).join(''));
    let at = 0;
    return objects.map((object) => {
      const start = stdout.indexOf('\n', at) + 1;
      const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(stdout.slice(at, start - 1)) ?? [];
      if (size === undefined) throw gitFailure(`the object ${object} is not in this clone`);
      at = start + Number(size) + 1;
      return stdout.slice(start, at - 1);
    });
  }
}
