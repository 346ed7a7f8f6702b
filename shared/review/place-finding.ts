/** Puts a finding at a place that exists in what was reviewed. */
import type { Finding, GivenFinding } from '../contract/review.ts';
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
  /** Lines of the files that programs have read whole. */
  readonly #lengths: ReadonlyMap<string, number>;

  constructor({ files, notShown, texts }: Pick<Material, 'files' | 'notShown' | 'texts'>) {
    this.#lengths = new Map(texts?.files.map(({ path, text, before = '' }) => [path, countLines(text === '' ? before : text)]));
    for (const { path } of notShown) this.#know(path, { path, lines: new Set() });
    const known = files.map((file) => ({ file, entry: knownFile(file) }));
    // A path of today comes before one of yesterday.
    for (const { file, entry } of known) for (const name of oldNames(file)) this.#know(name, entry);
    for (const { entry } of known) this.#know(entry.path, entry);
  }

  /** The place of a finding. A line or a file that was not shown is dropped, and reported as `misplaced`. */
  place(finding: GivenFinding): Place {
    if (finding.file === undefined) return { file: null, line: null, endLine: null, misplaced: null };
    if (finding.rule !== undefined) return this.#placeByProgram(finding, finding.file);
    const known = this.#find(finding.file);
    const lines = known === undefined ? { line: null, endLine: null } : shownLines(finding, known);
    const found = known !== undefined && (finding.line === undefined || lines.line !== null);
    return { file: known?.path ?? null, ...lines, misplaced: found ? null : written(finding) };
  }

  /** Programs read whole files: each line of them is one that they may name. */
  #placeByProgram({ line, endLine = 0 }: GivenFinding, file: string): Place {
    const length = this.#lengths.get(file) ?? lastOf(this.#find(file));
    if (length === undefined) return { file: null, line: null, endLine: null, misplaced: line === undefined ? file : `${file}:${line}` };
    if (line === undefined) return { file, line: null, endLine: null, misplaced: null };
    if (line > length) return { file, line: null, endLine: null, misplaced: `${file}:${line}` };
    return { file, line, endLine: Math.min(Math.max(line, endLine), length), misplaced: null };
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

function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function lastOf(file: KnownFile | undefined): number | undefined {
  return file && Math.max(0, ...file.lines);
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
