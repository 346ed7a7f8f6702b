/** The files of what is deployed: a folder, a bucket or stacks, to be reviewed. */
import type { DeployedSource } from '../contract/deployed-review.ts';

/** A file of a source, before it is read. */
export interface ListedFile {
  readonly path: string;
  /** Undefined where that is known only once it is read. */
  readonly bytes?: number | undefined;
  /** Why it cannot be read at all, as a sentence without its subject. */
  readonly fault?: string | undefined;
}

/** The bytes of a file, or why there are none. */
export type FileContent = { readonly content: Uint8Array } | { readonly fault: string };

/** The files of one kind of source. */
export interface FilesOf<Source extends DeployedSource> {
  /** All files, in the order of their names. Throws `InvalidInput` with the reason where the source cannot be looked into. */
  list(source: Source): AsyncIterable<ListedFile>;
  /** A file, whole, if it has at most so many bytes. Throws `InvalidInput` where the source cannot be looked into any more. */
  read(source: Source, path: string, maxBytes: number): Promise<FileContent>;
}

/** The files of every kind of source. */
export type DeployedFiles = {
  readonly [Kind in DeployedSource['kind']]: FilesOf<Extract<DeployedSource, { readonly kind: Kind }>>;
};
