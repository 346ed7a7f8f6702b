/** The media type of a backup: the SQLite file of embedded mode. */
export const backupType = 'application/vnd.sqlite3';
