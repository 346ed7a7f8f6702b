/** Lock files in a few lines: which packages come, go or change, and everything about them that is out of the ordinary. */
import { posix } from 'node:path';
import { type LockedPackage, lockFileReaders } from './lock-file-readers.ts';

/** Characters of a value that a summary shows. */
const valueMaxLength = 2000;

/**
 * The summary, one line a package; undefined where the path is no lock file, either side cannot be read as one, or nothing that is
 * written here distinguishes the two sides. `path` and contents are bytes as characters.
 */
export function summariseLockFile(path: string, before: string | undefined, after: () => string): readonly string[] | undefined {
  const read = lockFileReaders[posix.basename(path)];
  if (read === undefined) return undefined;
  try {
    const old = before === undefined ? new Map<string, LockedPackage>() : byKey(read(text(before)));
    const now = byKey(read(text(after())));
    const lines = differences(old, now);
    return lines.length === 0 ? undefined : lines;
  } catch {
    // It is shown line by line then, as every text is.
    return undefined;
  }
}

function text(bytes: string): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
}

function byKey(packages: readonly LockedPackage[]): ReadonlyMap<string, LockedPackage> {
  const found = new Map<string, LockedPackage>();
  for (const one of packages) {
    if (found.has(one.key)) throw new RangeError('a package stands there twice');
    found.set(one.key, one);
  }
  return found;
}

function differences(old: ReadonlyMap<string, LockedPackage>, now: ReadonlyMap<string, LockedPackage>): readonly string[] {
  const gone = [...old.values()].filter(({ key }) => !now.has(key));
  const come = [...now.values()].filter(({ key }) => !old.has(key));
  const lines = [...now.values()].flatMap((one) => {
    const was = old.get(one.key);
    return was === undefined ? [] : changed(was, one);
  });
  // Where the version is a part of the key, another version of one package is a change and no coming and going.
  for (const one of come) {
    const at = gone.findIndex(({ name }) => name === one.name);
    const [was] = at < 0 ? [] : gone.splice(at, 1);
    lines.push(...(was === undefined ? [line(one, `added ${one.version}`, oddities(one))] : changed(was, one)));
  }
  lines.push(...gone.map((one) => line(one, `removed ${one.version}`, [])));
  return [...new Set(lines)].toSorted();
}

function changed(was: LockedPackage, one: LockedPackage): readonly string[] {
  const sameVersion = was.version === one.version;
  const names = new Set([...Object.keys(was.fields), ...Object.keys(one.fields)]);
  const fields = [...names].filter((name) => was.fields[name] !== one.fields[name]);
  // A new version has a new sum at the usual place: only what is not usual about it is worth a line.
  const shown = fields.filter((name) => sameVersion || !isUsual(one, name));
  if (sameVersion && shown.length === 0) return [];
  const details = shown.map((name) => `${name}: ${whole(was.fields[name])} → ${whole(one.fields[name])}`);
  return [line(one, sameVersion ? `still ${one.version}` : `${was.version} → ${one.version}`, details)];
}

function oddities(one: LockedPackage): readonly string[] {
  return Object.keys(one.fields)
    .filter((name) => !isUsual(one, name))
    .map((name) => `${name}: ${whole(one.fields[name])}`);
}

function isUsual({ fields, isUsual: test }: LockedPackage, name: string): boolean {
  const value = fields[name];
  return value !== undefined && test(name, value);
}

function line({ name }: LockedPackage, what: string, details: readonly string[]): string {
  return [`${name}: ${what}`, ...details].join('; ');
}

/** A value that is too long to be shown whole is not hidden: the file is shown line by line then. */
function whole(value: string | undefined): string {
  if ((value?.length ?? 0) > valueMaxLength) throw new RangeError('too long for a summary');
  return value ?? 'none';
}
