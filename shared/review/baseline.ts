/** Findings of programs that somebody has accepted as they stand: a file in the repository, read as it is before the change. */
import { createHash } from 'node:crypto';
import { type BaselineEntry, baseline } from '../contract/baseline.ts';
import { aboutOf } from '../contract/rule-identity.ts';
import { InvalidInput, messageOf } from '../errors.ts';
import type { RaisedFinding } from './alike-findings.ts';
import type { WholeTexts } from './whole-files.ts';

/** Where the baseline is unless a flag says otherwise. */
export const baselineFile = '.circle-baseline.json';

/** The entries of a baseline's text. Throws `InvalidInput` where it is none. */
export function readBaseline(text: string, path: string): readonly BaselineEntry[] {
  try {
    return baseline.parse(JSON.parse(text)).findings;
  } catch (cause) {
    throw new InvalidInput([{ field: path, message: `is no baseline: ${messageOf(cause).slice(0, 300)}` }], { cause });
  }
}

/** Whether a text is a baseline. */
export function isBaseline(text: string): boolean {
  try {
    readBaseline(text, '');
    return true;
  } catch {
    return false;
  }
}

/** Whether an entry still holds on a day. */
export function isCurrent({ until }: BaselineEntry, today: string): boolean {
  return until === undefined || until >= today;
}

/** A finding with what it is known by. */
export interface NumberedFinding {
  readonly finding: RaisedFinding;
  readonly fingerprint: string;
  /** The same without the name of its file. */
  readonly about: string;
  /** What earlier versions knew it by: the rule, the file and the words of the line alone. */
  readonly former: string;
}

/** A finding with the entry that accepts it, where there is one. */
export interface AcceptableFinding extends NumberedFinding {
  readonly entry?: BaselineEntry | undefined;
}

/**
 * Findings of programs, each known by its file and by what it is about. Equal ones are counted: first those that stood there before a
 * change, so that a new one never takes the number of an old one, and each from the top.
 */
export function numbered(
  raised: readonly RaisedFinding[],
  texts: WholeTexts,
  stood: readonly RaisedFinding[] = [],
): readonly NumberedFinding[] {
  const lines = new Map(texts.files.map(({ path, text }) => [path, text.split('\n')]));
  const used = new Map<string, number>();
  return [stood, raised]
    .flatMap((list) => list.filter(({ rule }) => rule !== undefined).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)))
    .map((finding) => {
      const { rule, file = '', line } = finding;
      const own = lines.get(file) ?? [];
      const about = aboutOf(finding, own);
      const number = count(JSON.stringify([file, about]), used);
      const words = line === undefined ? '' : (own[line - 1]?.trim() ?? '');
      const former = JSON.stringify([rule, file, words]);
      return {
        finding,
        fingerprint: digest(JSON.stringify([file, about]), number),
        about: digest(about, number),
        former: digest(former, count(`former ${former}`, used)),
      };
    });
}

function count(key: string, used: Map<string, number>): number {
  const before = used.get(key) ?? 0;
  used.set(key, before + 1);
  return before;
}

function digest(key: string, number: number): string {
  return createHash('sha256')
    .update(number === 0 ? key : `${key}#${number}`)
    .digest('hex')
    .slice(0, 32);
}

/** The entries of a baseline, each of which accepts one finding. */
export class Entries {
  readonly #byFingerprint: Map<string, BaselineEntry>;
  /** Entries of files that are gone. */
  readonly #moved: Map<string, BaselineEntry[]>;

  constructor(entries: Iterable<BaselineEntry>, gone: (path: string) => boolean) {
    const all = [...entries];
    this.#byFingerprint = new Map(all.map((one) => [one.fingerprint, one]));
    this.#moved = Map.groupBy(
      all.filter(({ about, file }) => about !== undefined && gone(file)),
      ({ about = '' }) => about,
    );
  }

  /** The entry of a finding, which accepts no other one; undefined where there is none. */
  take({ finding, fingerprint, about, former }: NumberedFinding): BaselineEntry | undefined {
    const own = this.#byFingerprint.get(fingerprint) ?? this.#moved.get(about)?.pop() ?? this.#formerly(former, finding);
    if (own !== undefined) this.#byFingerprint.delete(own.fingerprint);
    return own;
  }

  /** An entry of an earlier version says less of what it is about: it holds where its words are the same, and for one line alone. */
  #formerly(former: string, { title, line, endLine = line }: RaisedFinding): BaselineEntry | undefined {
    const own = this.#byFingerprint.get(former);
    return own?.about === undefined && own?.title === title && line === endLine ? own : undefined;
  }
}

/** The entries that accept these findings, each once, by file and rule; those that still hold keep their reason and their day. */
export function baselineEntries(raised: readonly AcceptableFinding[], former: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const known = new Map(former.map((one) => [one.fingerprint, one]));
  const findings = raised
    .map(({ fingerprint, about, entry: taken, finding: { rule = '', file = '', title } }) => {
      const { reason, until } = known.get(fingerprint) ?? taken ?? {};
      return { fingerprint, rule, file, title, about, ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || (a.rule < b.rule ? -1 : Number(a.rule > b.rule)));
  return [...new Map(findings.map((one) => [one.fingerprint, one])).values()];
}
