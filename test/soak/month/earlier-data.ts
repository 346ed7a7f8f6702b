/**
 * What an earlier version has left in a data folder: `earlier-data.sql` is the file that the code before runs were stored in parts has
 * written, as text. It holds a run that has ended, one that was closed and not weighed, one with half of its answers, and a new one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the experts of those runs are found there. */
const writtenAddress = 'http://127.0.0.1:9/v1';

/** Puts the file into a data folder, with the experts at an address. */
export function earlierData(baseUrl: string): (dataFolder: string) => void {
  return (dataFolder) => {
    const database = new DatabaseSync(join(dataFolder, 'circle.db'));
    database.exec(readFileSync(join(import.meta.dirname, 'earlier-data.sql'), 'utf8').replaceAll(writtenAddress, baseUrl));
    database.close();
  };
}
