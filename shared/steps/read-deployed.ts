/** Reads what is deployed, as far as one review holds: what is not read is named with the reason, and never passed over. */
import type { DeployedSource } from '../contract/deployed-review.ts';
import { reviewMaxFiles, type UnreadFile, unreadMax } from '../contract/rules.ts';
import { decodeUtf8 } from '../contract/utf8-text.ts';
import { InvalidInput } from '../errors.ts';
import type { FileContent, FilesOf, ListedFile } from '../ports/deployed-files.ts';
import type { Ports } from '../ports/ports.ts';

/** Names that are looked at; a bucket may hold millions. */
const mostListed = 20_000;
/** Files that are read beside each other: enough to hide the way to a bucket, and no burst on CloudFormation's rate. */
const readAtOnce = 5;
/** Reasons that a refusal repeats. */
const mostReasons = 3;

/** What is read of a source. */
export interface DeployedTexts {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly unread: readonly UnreadFile[];
}

/** Which files of a source, and how many bytes of them at the most. */
export interface Wanted {
  readonly source: DeployedSource;
  /** Whether a file is meant. */
  readonly isMeant: (path: string) => boolean;
  readonly maxBytes: number;
}

/** The files in the order of their names, while there is room. Throws `InvalidInput` where the source cannot be looked into, or no file be read. */
export async function readDeployed(wanted: Wanted, { deployedFiles }: Pick<Ports, 'deployedFiles'>): Promise<DeployedTexts> {
  const { source } = wanted;
  // Each source goes with the files of its own kind, which the type of a lookup cannot say.
  const from = deployedFiles[source.kind] as FilesOf<DeployedSource>;
  const { listed, unlisted } = await listMeant(wanted, from);
  const reading: Reading = { files: [], unread: [], left: wanted.maxBytes };
  for (let at = 0; at < listed.length; at += readAtOnce) {
    const batch = listed.slice(at, at + readAtOnce);
    const contents = await Promise.all(batch.map((file) => contentOf(file, source, reading, from)));
    for (const [index, { path }] of batch.entries()) take(path, contents[index] ?? { fault: 'was not read' }, reading);
  }
  const { files } = reading;
  const unread = [...reading.unread, ...unlisted];
  if (files.length === 0) throw new InvalidInput([{ field: `review.${source.kind}`, message: sayNone(unread) }]);
  return { files, unread: bounded(unread) };
}

/** What has been read so far, and the bytes that are left. */
interface Reading {
  readonly files: { path: string; text: string }[];
  readonly unread: UnreadFile[];
  left: number;
}

async function listMeant({ source, isMeant }: Wanted, from: FilesOf<DeployedSource>) {
  const listed: ListedFile[] = [];
  let seen = 0;
  for await (const file of from.list(source)) {
    seen += 1;
    const reason = `holds more than ${mostListed} files: those behind ${file.path} were not looked at`;
    if (seen > mostListed) return { listed, unlisted: [unread(`the ${source.kind}`, reason)] };
    if (isMeant(file.path)) listed.push(file);
  }
  return { listed, unlisted: [] };
}

async function contentOf(file: ListedFile, source: DeployedSource, reading: Reading, from: FilesOf<DeployedSource>): Promise<FileContent> {
  const { path, bytes = 0, fault } = file;
  if (fault !== undefined) return { fault };
  if (isFull(reading)) return { fault: beyond };
  // What is known to be too large need not be fetched.
  return bytes > reading.left ? { fault: sayTooLarge(bytes, reading) } : from.read(source, path, reading.left);
}

/** Those beside it may have taken the room by now. */
function take(path: string, content: FileContent, reading: Reading): void {
  const found = 'fault' in content ? content : textOf(content.content, reading);
  if ('fault' in found) {
    reading.unread.push(unread(path, found.fault));
    return;
  }
  reading.files.push({ path, text: found.text });
  reading.left -= Buffer.byteLength(found.text);
}

function textOf(content: Uint8Array, reading: Reading): { readonly text: string } | { readonly fault: string } {
  if (isFull(reading)) return { fault: beyond };
  if (content.length > reading.left) return { fault: sayTooLarge(content.length, reading) };
  return content.includes(0) ? { fault: 'is no text' } : decodeUtf8(content);
}

const beyond = `is beyond the ${reviewMaxFiles} files of one review`;

function isFull({ files }: Reading): boolean {
  return files.length >= reviewMaxFiles;
}

function sayTooLarge(bytes: number, { left }: Reading): string {
  return `has ${bytes} bytes, and one review has room for ${left} more`;
}

function unread(path: string, reason: string): UnreadFile {
  return { path: path.slice(0, 4096), reason: reason.slice(0, 1000) };
}

/** As many as a review names, and how many more there are. */
function bounded(all: readonly UnreadFile[]): readonly UnreadFile[] {
  if (all.length <= unreadMax) return all;
  const named = all.slice(0, unreadMax - 1);
  return [...named, unread(`${all.length - named.length} more`, 'not named one by one')];
}

function sayNone(all: readonly UnreadFile[]): string {
  if (all.length === 0) return 'holds no file that is meant';
  const reasons = all.slice(0, mostReasons).map(({ path, reason }) => `${path} ${reason}`);
  const more = all.length > mostReasons ? [`and ${all.length - mostReasons} more`] : [];
  return `holds no file that could be read: ${[...reasons, ...more].join('; ')}`;
}
