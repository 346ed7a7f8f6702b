/** The data folder as it is found: tightened, or refused by name. */
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireApiKey } from '../../infra/local/api-key.ts';
import { dataFiles, openDataFolder } from '../../infra/local/data-folder.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'circle-data-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;
const isRoot = process.getuid?.() === 0;
const openModes = [0o755, 0o750, 0o777, 0o701] as const;

describe('a data folder', () => {
  it('is made for its user alone, with the folders above it', () => {
    expect(openDataFolder(join(folder, 'deep'))).toEqual([]);
    expect(modeOf(join(folder, 'deep'))).toBe(0o700);
  });

  it.each(openModes)('that was open to others (%o) is closed, and that is said', (mode) => {
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(openDataFolder(folder)).toEqual([expect.stringContaining(`${folder} was open to others (0${mode.toString(8)})`)]);
    expect(modeOf(folder)).toBe(0o700);
    expect(openDataFolder(folder)).toEqual([]);
  });

  it('that is a file is refused with its path, in one sentence', () => {
    writeFileSync(folder, '');
    expect(() => openDataFolder(folder)).toThrow(
      expect.objectContaining({ name: 'InvalidConfiguration', message: expect.stringContaining(folder) }),
    );
    expect(() => openDataFolder(join(folder, 'below'))).toThrow(expect.objectContaining({ message: expect.stringContaining('--data') }));
  });

  it.runIf(isRoot)('of another user is refused by name (needs root)', () => {
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 65_534, 65_534);
    expect(() => openDataFolder(folder)).toThrow(/belongs to another user \(65534/);
  });
});

describe.each(dataFiles)('its file %s', (name) => {
  it.each([0o644, 0o666, 0o640, 0o604])('that was open to others (%o) is closed, and that is said', (mode) => {
    openDataFolder(folder);
    const file = join(folder, name);
    writeFileSync(file, 'kept');
    chmodSync(file, mode);
    expect(openDataFolder(folder)).toEqual([expect.stringContaining(file)]);
    expect(modeOf(file)).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  it.each(['dangling', 'to a file'])('that is a link is refused by name and not followed: %s', (kind) => {
    openDataFolder(folder);
    const target = join(parent, 'target');
    if (kind === 'to a file') writeFileSync(target, 'precious', { mode: 0o644 });
    symlinkSync(target, join(folder, name));
    expect(() => openDataFolder(folder)).toThrow(`${join(folder, name)} is a link`);
    expect(existsSync(target) ? [readFileSync(target, 'utf8'), modeOf(target)] : undefined).toEqual(
      kind === 'dangling' ? undefined : ['precious', 0o644],
    );
  });

  it('that is a folder is refused by name', () => {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    expect(() => openDataFolder(folder)).toThrow(`${join(folder, name)} is no file`);
  });

  it.runIf(isRoot)('of another user is refused by name (needs root)', () => {
    openDataFolder(folder);
    writeFileSync(join(folder, name), 'attackerkey123', { mode: 0o600 });
    chownSync(join(folder, name), 65_534, 65_534);
    expect(() => openDataFolder(folder)).toThrow(`${join(folder, name)} belongs to another user`);
  });
});

describe('the key', () => {
  it('is made whole, for its user alone, and leaves nothing beside it', () => {
    openDataFolder(folder);
    const { key, file, origin } = requireApiKey(folder, undefined);
    expect(origin).toBe('made');
    expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['api-key']);
    expect(requireApiKey(folder, undefined)).toEqual({ key, file, origin: 'file' });
  });

  it('goes in the place of a link that was planted, not behind it', () => {
    openDataFolder(folder);
    symlinkSync(join(parent, 'elsewhere'), join(folder, 'api-key'));
    requireApiKey(folder, undefined);
    expect(existsSync(join(parent, 'elsewhere'))).toBe(false);
    expect(lstatSync(join(folder, 'api-key')).isFile()).toBe(true);
  });

  it.each(['', '\n', '  \n'])('that is empty (%j) is named: nobody could come in', (text) => {
    openDataFolder(folder);
    writeFileSync(join(folder, 'api-key'), text, { mode: 0o600 });
    expect(() => requireApiKey(folder, undefined)).toThrow(`${join(folder, 'api-key')} is empty`);
  });
});
