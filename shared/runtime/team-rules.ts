/** Reads the folder of a team's own rules: what stands in it is sorted, tried and refused by the program that applies rules. */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type RuleFile, teamRulesMaxBytes, teamRulesMaxFiles } from '../contract/rules.ts';
import { decodeUtf8 } from '../contract/utf8-text.ts';
import { InvalidConfiguration, messageOf } from '../errors.ts';

/** All regular files below the folder, by path; hidden ones are left out. Throws `InvalidConfiguration`. */
export function readTeamRules(folder: string): readonly RuleFile[] {
  const entries = entriesOf(folder).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'));
  const seen = paths.filter((path) => !path.split('/').some((part) => part.startsWith('.'))).toSorted();
  if (seen.length > teamRulesMaxFiles) throw tooMuch(folder);
  const files: RuleFile[] = [];
  let bytes = 0;
  for (const path of seen) {
    const content = readFileSync(join(folder, path));
    bytes += content.length;
    if (bytes > teamRulesMaxBytes) throw tooMuch(folder);
    const decoded = decodeUtf8(content);
    if (!('text' in decoded)) throw new InvalidConfiguration(`${join(folder, path)}: ${decoded.fault}; save it as UTF-8`);
    files.push({ path, text: decoded.text });
  }
  return files;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (cause) {
    throw new InvalidConfiguration(`the folder of rules cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function tooMuch(folder: string): InvalidConfiguration {
  return new InvalidConfiguration(`${folder}: a folder of rules has at most ${teamRulesMaxFiles} files and ${teamRulesMaxBytes} bytes`);
}
