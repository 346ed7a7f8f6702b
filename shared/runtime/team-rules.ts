/** Reads the folder of a team's own rules: what stands in it is sorted, tried and refused by the program that applies rules. */
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CirclesFile } from '../contract/circle.ts';
import { isTeamSource, type RuleFile, teamRulesMaxBytes, teamRulesMaxFiles } from '../contract/rules.ts';
import { decodeUtf8 } from '../contract/utf8-text.ts';
import { InvalidConfiguration, messageOf } from '../errors.ts';

/** Where a team's rules are, for a file in `folder`; undefined where it names none and no expert has a source of theirs. */
export function teamFolderOf(folder: string, { rules, experts }: Pick<CirclesFile, 'rules' | 'experts'>): string | undefined {
  const isRead = rules !== undefined || Object.values(experts).some((expert) => expert.rules?.some(isTeamSource));
  return isRead ? resolve(folder, rules ?? 'rules') : undefined;
}

/** All regular files below the folder, by path; hidden ones and links are left out. Throws `InvalidConfiguration`. */
export function readTeamRules(folder: string): readonly RuleFile[] {
  const files: RuleFile[] = [];
  let bytes = 0;
  for (const path of pathsBelow(folder).toSorted()) {
    const content = contentOf(join(folder, path), teamRulesMaxBytes - bytes);
    if (content === undefined) throw tooMuch(folder);
    bytes += content.length;
    const decoded = decodeUtf8(content);
    if (!('text' in decoded)) throw new InvalidConfiguration(`${join(folder, path)}: ${decoded.fault}; save it as UTF-8`);
    files.push({ path, text: decoded.text });
  }
  return files;
}

/** A link may lead out of the folder, or round in it: none is followed. */
function pathsBelow(folder: string): readonly string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let own = folders.shift(); own !== undefined; own = folders.shift()) {
    for (const entry of entriesOf(join(folder, own)).filter(({ name }) => !name.startsWith('.'))) {
      const path = own === '' ? entry.name : `${own}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) paths.push(path);
    }
    if (paths.length > teamRulesMaxFiles || folders.length > teamRulesMaxFiles) throw tooMuch(folder);
  }
  return paths;
}

/** Undefined where it is larger than that. */
function contentOf(path: string, most: number): Buffer | undefined {
  return telling(() => (statSync(path).size > most ? undefined : readFileSync(path)));
}

function entriesOf(folder: string): readonly Dirent[] {
  return telling(() => readdirSync(folder, { withFileTypes: true }));
}

function telling<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new InvalidConfiguration(`the folder of rules cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function tooMuch(folder: string): InvalidConfiguration {
  return new InvalidConfiguration(`${folder}: a folder of rules has at most ${teamRulesMaxFiles} files and ${teamRulesMaxBytes} bytes`);
}
