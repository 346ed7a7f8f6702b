/** What a process has done to its files, in order, and what a loss of power at one point of it leaves behind. */

/** One change, or one wait for the disk. */
export interface Change {
  readonly kind: 'write' | 'sync' | 'truncate' | 'unlink';
  /** Below the data folder. */
  readonly file: string;
  readonly offset: number;
  readonly data: Buffer;
}

const kinds: Readonly<Record<string, Change['kind']>> = { w: 'write', s: 'sync', t: 'truncate', u: 'unlink' };
const headBytes = 14;

/** Reads a journal of `record.c`; a last record that was cut off is left out. */
export function readJournal(bytes: Buffer): readonly Change[] {
  const changes: Change[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const kind = kinds[String.fromCodePoint(bytes[at] ?? 0)];
    if (kind === undefined) throw new Error(`no journal at byte ${at}`);
    const nameBytes = bytes[at + 1] ?? 0;
    const length = bytes.readUInt32LE(at + 10);
    const from = at + headBytes + nameBytes;
    if (from + length > bytes.length) break;
    const file = bytes.toString('utf8', at + headBytes, from);
    changes.push({ kind, file, offset: Number(bytes.readBigUInt64LE(at + 2)), data: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return changes;
}

/** Bytes that a disk writes whole or not at all. */
const sectorBytes = 512;

/** A file as the disk has it for certain, and what has been written since. */
interface Disk {
  readonly durable: Buffer;
  readonly pending: readonly Change[];
  /** Deleted, and nothing has been waited for since. */
  readonly gone: boolean;
}

const empty: Disk = { durable: Buffer.alloc(0), pending: [], gone: false };

/** The disk, fed with the changes of a journal. */
export class PowerDisk {
  private readonly files = new Map<string, Disk>();

  /** Takes the next change. */
  take(change: Change): void {
    const { kind, file } = change;
    const known = this.files.get(file) ?? empty;
    if (kind === 'unlink') return void this.files.set(file, { ...known, gone: true });
    // A file of a deleted one's name is another file.
    const disk = known.gone ? empty : known;
    if (kind === 'sync') this.wait(file, disk);
    else this.files.set(file, { ...disk, pending: [...disk.pending, change] });
  }

  /** File systems with a journal keep the order of names: who waits for one file has waited for every deletion before. */
  private wait(file: string, { durable, pending }: Disk): void {
    for (const [name, { gone }] of this.files) if (gone) this.files.delete(name);
    this.files.set(file, { durable: changed(durable, pending), pending: [], gone: false });
  }

  /**
   * What is there after a loss of power now: all that was waited for, and of the rest any part in any order, sector by sector. `random` gives 0 to
   * below 1. A deleted file may be there again.
   */
  lose(random: () => number): ReadonlyMap<string, Buffer> {
    const left = new Map<string, Buffer>();
    for (const [file, { durable, pending, gone }] of this.files) {
      if (gone && random() < 0.5) continue;
      // How much of it the disk has got to: often nearly all, or nearly nothing.
      const share = random() ** 2;
      const kept = pending.flatMap((change) => (random() < share ? partOf(change, random) : []));
      left.set(file, changed(durable, kept));
    }
    return left;
  }
}

/** A change as far as the disk has done it: whole as a rule, else some of its sectors. */
function partOf(change: Change, random: () => number): readonly Change[] {
  if (change.kind !== 'write' || random() < 0.7) return [change];
  const parts: Change[] = [];
  for (let from = 0; from < change.data.length; from += sectorBytes) {
    const data = change.data.subarray(from, from + sectorBytes);
    if (random() < 0.5) parts.push({ ...change, offset: change.offset + from, data });
  }
  return parts;
}

/** A file's content after some changes. */
function changed(content: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return content;
  const room = changes.reduce((most, { offset, data }) => Math.max(most, offset + data.length), content.length);
  const next = Buffer.alloc(room);
  content.copy(next);
  let size = content.length;
  for (const { kind, offset, data } of changes) {
    data.copy(next, offset);
    if (kind === 'truncate') next.fill(0, Math.min(offset, size), Math.max(offset, size));
    size = kind === 'truncate' ? offset : Math.max(size, offset + data.length);
  }
  return next.subarray(0, size);
}
