/** `circle backup` and `circle restore` on the data folder of a stopped server. */
import { resolve } from 'node:path';
import { systemFailureInWords } from '../../shared/domain/system-words.ts';
import { CircleError, messageOf } from '../../shared/errors.ts';
import { pathMeant, settingOf } from '../../shared/runtime/setting.ts';
import { backUpStopped, databaseIn, restoreBackup } from './backup.ts';
import { openDataFolder } from './data-folder.ts';

function main([what, file]: readonly string[]): void {
  if (file === undefined || (what !== 'backup' && what !== 'restore')) throw new Error('usage: data-file.ts backup|restore FILE');
  process.umask(0o077);
  const folder = pathMeant(settingOf(process.env, 'CIRCLE_DATA') ?? '.circle', 'CIRCLE_DATA');
  for (const remark of openDataFolder(folder)) console.error(remark);
  if (what === 'backup') {
    backUpStopped(folder, resolve(file));
    console.error(`no server answers: the backup of ${databaseIn(folder)} is in ${file}`);
    return;
  }
  const replaced = restoreBackup(folder, resolve(file));
  console.error(`${databaseIn(folder)} is what ${file} holds${replaced === undefined ? '' : `; what was there is kept in ${replaced}`}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof CircleError ? error.message : (systemFailureInWords(error) ?? `unexpected: ${messageOf(error)}`));
  process.exitCode = 1;
}
