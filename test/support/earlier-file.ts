/** Data files as earlier versions made them. */
import { DatabaseSync } from 'node:sqlite';
import { schemaSteps } from '../../shared/adapters/local/sqlite-schema.ts';

/** Makes a data file of a version, without rows, and leaves it open; node's own interface, since ours would bring it up to date. */
export function earlierFile(path: string, version: number): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec([...schemaSteps.slice(0, version), `PRAGMA user_version = ${version};`].join('\n'));
  return database;
}

/** Tables and indexes of a data file, by name. */
export function shapeOf(database: Pick<DatabaseSync, 'prepare'>): Readonly<Record<string, readonly string[]>> {
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name`).all();
  return Object.fromEntries(
    tables.map(({ name }) => [
      String(name),
      database
        .prepare('SELECT name FROM pragma_table_xinfo(?) ORDER BY name')
        .all(String(name))
        .map((column) => String(column['name'])),
    ]),
  );
}
