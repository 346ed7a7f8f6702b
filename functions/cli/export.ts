/** `circle export`: consultations with all that is known of them, one JSON object a line, newest first. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { CircleClient } from '../../shared/client/client.ts';
import type { ExportedConsultation } from '../../shared/contract/export.ts';
import { InvalidInput, messageOf } from '../../shared/errors.ts';
import { type Address, openClient, patientRetries } from './client.ts';
import { printText, tell } from './output.ts';
import { ownPlace } from './own-file.ts';
import { timeOf } from './time-of.ts';

/** The flags of `circle export`, as commander gives them. */
export interface ExportFlags {
  readonly since?: string;
  readonly until?: string;
  readonly out?: string;
}

/** Consultations of a page, and read at once: enough to be quick, few enough to leave the server to others. */
const pageSize = 50;
const together = 5;

/** Writes the export to standard output or, whole or not at all, to a file. */
export async function exportConsultations({ since, until, out }: ExportFlags, address: Address): Promise<void> {
  const range = { after: timeOf(since, '--since'), before: timeOf(until, '--until') };
  const client = openClient(address, patientRetries);
  if (out === undefined) {
    for await (const line of linesOf(client, range)) printText(line);
    return;
  }
  const count = await writeWhole(out, linesOf(client, range));
  tell(`${count} consultations in ${out}`);
}

async function* linesOf(client: CircleClient, range: { after?: string | undefined; before?: string | undefined }): AsyncGenerator<string> {
  let cursor: string | null = null;
  do {
    const page = await client.list({ ...range, limit: pageSize, ...(cursor === null ? {} : { cursor }) });
    for (let first = 0; first < page.consultations.length; first += together) {
      const ids = page.consultations.slice(first, first + together).map(({ id }) => id);
      for (const whole of await Promise.all(ids.map((id) => readWhole(client, id)))) yield `${JSON.stringify(whole)}\n`;
    }
    cursor = page.cursor;
  } while (cursor !== null);
}

async function readWhole(client: CircleClient, id: string): Promise<ExportedConsultation> {
  const [consultation, feedback, deliveries] = await Promise.all([client.get(id), client.listFeedback(id), client.deliveries(id)]);
  return { consultation, feedback: [...feedback], deliveries: [...deliveries] };
}

/** Beside the file and then in its place, for its owner alone: it holds every question and answer. */
async function writeWhole(out: string, lines: AsyncIterable<string>): Promise<number> {
  const file = ownPlace(out, '--out', isExport);
  // Another export, or one that was killed, has a name of its own.
  const aside = `${file}.${process.pid}.partial`;
  const handle = openForOwner(aside);
  let count = 0;
  try {
    for await (const line of lines) {
      writeSync(handle, line);
      count += 1;
    }
    fsyncSync(handle);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  return count;
}

function isExport(beginning: Buffer): boolean {
  return beginning.toString('latin1').startsWith('{"consultation":');
}

function openForOwner(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (cause) {
    throw new InvalidInput([{ field: '--out', message: `cannot be written: ${messageOf(cause)}` }], { cause });
  }
}
