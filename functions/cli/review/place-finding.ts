/** Puts a finding at a place that exists in what was reviewed. */
import type { Finding, GivenFinding } from '../../../shared/contract/review.ts';
import type { Material, MaterialFile } from './material.ts';

/** A place that exists, or as much of it as does. */
export type Place = Pick<Finding, 'file' | 'line' | 'endLine' | 'misplaced'>;

interface KnownFile {
  readonly path: string;
  readonly lines: ReadonlySet<number>;
}

/** What was reviewed, by every name that it goes by. */
export class KnownPlaces {
  readonly #files = new Map<string, KnownFile>();

  constructor({ files, notShown }: Pick<Material, 'files' | 'notShown'>) {
    for (const { path } of notShown) this.#know(path, { path, lines: new Set() });
    const known = files.map((file) => ({ file, entry: knownFile(file) }));
    // A path of today comes before one of yesterday.
    for (const { file, entry } of known) for (const name of oldNames(file)) this.#know(name, entry);
    for (const { entry } of known) this.#know(entry.path, entry);
  }

  /** The place of a finding. A line or a file that was not shown is dropped, and reported as `misplaced`. */
  place(finding: GivenFinding): Place {
    if (finding.file === undefined) return { file: null, line: null, endLine: null, misplaced: null };
    const known = this.#find(finding.file);
    const lines = known === undefined ? { line: null, endLine: null } : shownLines(finding, known);
    const found = known !== undefined && (finding.line === undefined || lines.line !== null);
    return { file: known?.path ?? null, ...lines, misplaced: found ? null : written(finding) };
  }

  /** By its name, as it stands in the heading of the material, or with the prefix of a diff. */
  #find(written: string): KnownFile | undefined {
    const bare = written.replace(/^=== /, '');
    const names = [bare, bare.replace(/ \([^()]{0,1000}\)$/, '')];
    const all = names.flatMap((name) => [name, name.replace(/^(?:\.?\/|[abciow]\/)/, '')]);
    return all.map((name) => this.#files.get(sameForm(name))).find((file) => file !== undefined);
  }

  #know(name: string, file: KnownFile): void {
    this.#files.set(sameForm(name), file);
  }
}

function shownLines({ line, endLine = 0 }: GivenFinding, { lines }: KnownFile): Pick<Place, 'line' | 'endLine'> {
  if (line === undefined || !lines.has(line)) return { line: null, endLine: null };
  return { line, endLine: endLine > line && lines.has(endLine) ? endLine : line };
}

function written({ file = '', line }: GivenFinding): string {
  return line === undefined ? file : `${file}:${line}`;
}

function knownFile({ path, lines }: MaterialFile): KnownFile {
  return { path, lines: new Set(lines.flatMap(({ number }) => (number === null ? [] : [number]))) };
}

function oldNames({ notes }: MaterialFile): readonly string[] {
  return notes.flatMap((note) => /^(?:renamed|copied) from ([\s\S]+)$/.exec(note)?.[1] ?? []);
}

/** One name may be written in several forms of Unicode, and with slashes of either sort. */
function sameForm(name: string): string {
  return name.normalize('NFC').replaceAll('\\', '/');
}
