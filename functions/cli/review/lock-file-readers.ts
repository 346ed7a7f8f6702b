/** Reads lock files into their packages. Every value of a file ends up in a field, so that none can change unseen. */
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { usualSources } from './usual-sources.ts';

/** A package of a lock file. */
export interface LockedPackage {
  /** What it is known by in its file. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Whether nobody needs to see this field of a new version: the registry that all use, a sum of the right form. */
  readonly isUsual: (field: string, value: string) => boolean;
}

/** The readers by the name of the file. They throw where a file is none of theirs. */
export const lockFileReaders: Readonly<Record<string, (text: string) => readonly LockedPackage[]>> = {
  'package-lock.json': readNpm,
  'npm-shrinkwrap.json': readNpm,
  'Cargo.lock': readToml,
  'poetry.lock': readToml,
  'uv.lock': readToml,
  'pnpm-lock.yaml': readPnpm,
  'yarn.lock': readYarn,
  'go.sum': readGoSum,
};

const sha512 = /^sha512-[A-Za-z0-9+/]{86}==$/;
const hex256 = /^(?:sha256:)?[0-9a-f]{64}$/;
/** Ranges of versions, and licences: nothing that leads anywhere. */
const plain = /^[\w .,()*<>=|^~&!+-]{0,200}$/;
/** Fields of npm that say what a package wants, where entries of their own say what it gets. */
const wishes =
  /^(?:license|dev|optional|peer|devOptional|(?:dependencies|peerDependencies|optionalDependencies|peerDependenciesMeta|engines|requires)\..+)$/;
const nothingUsual = () => false;

function readNpm(text: string): readonly LockedPackage[] {
  const document = record(JSON.parse(text));
  const { packages, dependencies, ...rest } = document;
  if (packages === undefined && dependencies === undefined) throw new TypeError('no lock file of npm');
  return [
    packageOf('(file)', '(the lock file itself)', rest, nothingUsual),
    ...Object.entries(record(packages ?? {})).map(([path, value]) => npmPackage(path, path.split('node_modules/').at(-1) ?? path, value)),
    ...npmTree(record(dependencies ?? {}), 'dependencies'),
  ];
}

/** The tree that npm 6 reads, one entry for each package at each depth. */
function npmTree(tree: Readonly<Record<string, unknown>>, above: string): readonly LockedPackage[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const { dependencies, ...own } = record(value);
    const key = `${above}/${name}`;
    return [npmPackage(key, name, own), ...(dependencies === undefined ? [] : npmTree(record(dependencies), key))];
  });
}

function npmPackage(key: string, name: string, value: unknown): LockedPackage {
  const { version: written } = record(value);
  const version = typeof written === 'string' ? written : 'no version';
  const file = `${usualSources.npm}${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
  return packageOf(key, name === '' ? '(this package)' : name, value, (field, found) => {
    if (field === 'resolved') return found === file;
    return field === 'integrity' ? sha512.test(found) : wishes.test(field) && plain.test(found);
  });
}

/** Cargo, poetry and uv write tables of packages; what stands beside them is a package of its own here. */
function readToml(text: string): readonly LockedPackage[] {
  const { package: packages, ...rest } = record(parseToml(text));
  if (!Array.isArray(packages)) throw new TypeError('no lock file');
  const found = packages.map((value: unknown) => {
    const { name, version, source } = record(value);
    const from = typeof source === 'string' && source !== usualSources.crates ? ` ${source}` : '';
    const file = `${joined(String(name))}-${joined(String(version))}-`;
    return packageOf(`${String(name)}@${String(version)}${from}`, String(name), value, (field, found) => isUsualOfToml(field, found, file));
  });
  return [packageOf('(file)', '(the lock file itself)', rest, nothingUsual), ...found];
}

/** Names of Python packages are one however their parts are joined, and files begin with the name and the version. */
function joined(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function isFileOf(address: string, file: string): boolean {
  return address.startsWith(usualSources.pythonFiles) && joined(address.split('/').at(-1) ?? '').startsWith(file);
}

/** `file` is how the names of the package's own files begin. */
function isUsualOfToml(field: string, value: string, file: string): boolean {
  if (field === 'source') return value === usualSources.crates;
  if (field === 'source.registry') return value === usualSources.pythonIndex;
  if (field === 'sdist.url') return isFileOf(value, file);
  if (field === 'checksum' || field === 'sdist.hash') return hex256.test(value);
  if (field === 'files' || field === 'wheels') return (JSON.parse(value) as unknown[]).every((one) => isUsualFile(one, file));
  return /^(?:name|description|optional|python-versions|groups|sdist\.size|sdist\.upload-time)$/.test(field) && !/[:/]/.test(value);
}

/** A file of a Python package: uv names its address, poetry its name alone. */
function isUsualFile(each: unknown, file: string): boolean {
  const { url, file: name, hash, size = 0, 'upload-time': time = '', ...rest } = record(each);
  if (Object.keys(rest).length > 0 || !hex256.test(String(hash)) || !/^[\dTZ:.-]*$/.test(`${String(size)}${String(time)}`)) return false;
  const named = [url, name].filter((one) => typeof one === 'string');
  return named.length === 1 && isFileOf(url === undefined ? addressOf(named[0]) : (named[0] ?? ''), file);
}

/** Where a file lies that is named alone; nowhere if its name leads elsewhere. */
function addressOf(name = ''): string {
  return /[:/]/.test(name) ? '' : `${usualSources.pythonFiles}${name}`;
}

function readPnpm(text: string): readonly LockedPackage[] {
  const { packages, snapshots, importers, ...rest } = record(parseYaml(text, { maxAliasCount: 100 }));
  if (packages === undefined && importers === undefined) throw new TypeError('no lock file of pnpm');
  const keyed = (part: string, entries: unknown) =>
    Object.entries(record(entries ?? {})).map(([key, value]) => {
      const [, name = key, version = ''] = /^\/?(@?[^@]+)@([^(]*)/.exec(key) ?? [];
      return {
        ...packageOf(`${part}/${key}`, name, value, (field, found) => field === 'resolution.integrity' && sha512.test(found)),
        version,
      };
    });
  return [
    packageOf('(file)', '(the lock file itself)', rest, nothingUsual),
    ...keyed('packages', packages),
    ...keyed('snapshots', snapshots),
    ...Object.entries(record(importers ?? {})).map(([key, value]) => packageOf(`importers/${key}`, `importer ${key}`, value, nothingUsual)),
  ];
}

/** Both generations: the first has a form of its own, the second is YAML. */
function readYarn(text: string): readonly LockedPackage[] {
  const document = text.includes('\n__metadata:') ? record(parseYaml(text, { maxAliasCount: 100 })) : readFirstYarn(text);
  return Object.entries(document).map(([key, value]) => {
    const [, name = key] = /^"?(@?[^@"]+)@/.exec(key) ?? [];
    const { version } = record(value);
    const file = `${name}/-/${name.split('/').at(-1)}-${String(version)}.tgz`;
    const places = [usualSources.yarn, usualSources.npm].map((source) => `${source}${file}`);
    return packageOf(key, name, value, (field, found) => {
      if (field === 'resolved') return places.includes(found.replace(/#[0-9a-f]{40}$/, ''));
      if (field === 'integrity') return sha512.test(found);
      return field === 'checksum' && /^(?:\w+\/)?[0-9a-f]{128}$/.test(found);
    });
  });
}

function readFirstYarn(text: string): Record<string, unknown> {
  if (!text.startsWith('# THIS IS AN AUTOGENERATED FILE')) throw new TypeError('no lock file of yarn');
  const found: Record<string, Record<string, string>> = {};
  const entries = text.split(/\n(?=[^ \n])/).filter((entry) => !entry.startsWith('#') && entry.trim() !== '');
  for (const entry of entries) {
    const [head = '', ...lines] = entry.trimEnd().split('\n');
    if (!head.endsWith(':') || found[head] !== undefined) throw new TypeError('no lock file of yarn');
    found[head] = yarnFields(lines.filter((line) => line !== ''));
  }
  return found;
}

/** `name "value"`, two blanks in; or a group, `name:`, whose fields stand four blanks in. */
function yarnFields(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  let group = '';
  for (const line of lines) {
    const [, name] = /^ {2}(\S+):$/.exec(line) ?? [];
    const [, indent, word, value] = /^( {2}| {4})("[^"]*"|\S+) (.+)$/.exec(line) ?? [];
    if (name !== undefined) group = `${name}.`;
    else if (word !== undefined && value !== undefined) fields[`${indent === '  ' ? '' : group}${word}`] = value.replace(/^"(.*)"$/, '$1');
    else throw new TypeError('no lock file of yarn');
  }
  return fields;
}

function readGoSum(text: string): readonly LockedPackage[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, version, sum] = /^(\S+) (v\S+) (h1:[A-Za-z0-9+/=]{44})$/.exec(line) ?? [];
      if (name === undefined || version === undefined || sum === undefined) throw new TypeError('no go.sum');
      const isManifest = version.endsWith('/go.mod');
      return { key: `${name}@${version}`, name: isManifest ? `${name} (go.mod)` : name, version, fields: { sum }, isUsual: () => true };
    });
}

function packageOf(key: string, name: string, value: unknown, isUsual: LockedPackage['isUsual']): LockedPackage {
  const fields = Object.fromEntries(flatten(record(value), ''));
  const { version = 'no version', ...rest } = fields;
  return { key, name, version, fields: rest, isUsual };
}

/** Every value with its path. */
function flatten(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  if (typeof value !== 'object' || value === null || value instanceof Date) return [[path, String(value)]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, '{}']];
  return entries.flatMap(([name, inner]) => flatten(inner, path === '' ? name : `${path}.${name}`));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TypeError('not a table');
}
