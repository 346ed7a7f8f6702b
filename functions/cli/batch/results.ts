/** The file of results: a line for each consultation that has ended, written as it ends, and whole after any interruption. */
import { appendFileSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { type BatchResult, batchResult } from '../../../shared/contract/batch.ts';
import { InvalidInput, messageOf } from '../../../shared/errors.ts';

/** The file. */
export interface Results {
  /** What earlier runs have written last, by digest. */
  readonly earlier: ReadonlyMap<string, BatchResult>;
  /** All of it: a line that was asked again has been paid for each time. */
  readonly rows: readonly BatchResult[];
  append(result: BatchResult): void;
}

/** Opens or makes the file, and takes back a last line that was not written to its end. Throws `InvalidInput` if it is no file of results. */
export function openResults(path: string): Results {
  const text = readIfThere(path);
  const rows = text.split('\n');
  const last = rows.pop() ?? '';
  const results = rows.filter((row) => row.trim() !== '').map((row, index) => parseRow(row, path, index + 1));
  const whole = last === '' ? undefined : tryRow(last);
  if (whole) {
    results.push(whole);
    write(path, '\n');
  } else if (isTorn(last)) truncateSync(path, Buffer.byteLength(text) - Buffer.byteLength(last));
  else if (last !== '') throw foreign(path, rows.length + 1);
  // An unwritable folder is reported before anything is asked and paid.
  write(path, '');
  const append = (result: BatchResult) => write(path, `${JSON.stringify(batchResult.parse(result))}\n`);
  return { rows: results, earlier: new Map(results.map((result) => [result.digest, result])), append };
}

function parseRow(row: string, path: string, line: number): BatchResult {
  const result = tryRow(row);
  if (result) return result;
  throw foreign(path, line);
}

function foreign(path: string, line: number): InvalidInput {
  return new InvalidInput([{ field: '--out', message: `${path}, line ${line} is no result of this command: name another file` }]);
}

/** Whether the text may be the beginning of a result, as far as it goes: nothing else is ever cut off. */
function isTorn(text: string): boolean {
  const opening = '{"line":';
  return text !== '' && (text.startsWith(opening) || opening.startsWith(text));
}

function tryRow(row: string): BatchResult | undefined {
  try {
    return batchResult.safeParse(JSON.parse(row)).data;
  } catch {
    // The process was killed while it wrote this line, or the file is something else: the caller knows which.
    return undefined;
  }
}

function readIfThere(path: string): string {
  try {
    // A device may never end, and a pipe keeps nothing.
    if (!statSync(path).isFile()) throw new InvalidInput([{ field: '--out', message: `${path} is no regular file` }]);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw cause instanceof InvalidInput ? cause : unusable(cause);
  }
}

function write(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (cause) {
    throw unusable(cause);
  }
}

function unusable(cause: unknown): InvalidInput {
  return new InvalidInput([{ field: '--out', message: messageOf(cause) }], { cause });
}
