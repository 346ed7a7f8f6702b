/** Pictures of the browser with a palette: a page has few colours, and a picture of its letters in all of theirs is three times as large. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signatureBytes = 8;
/** Colours of a palette. */
const most = 256;
/** Squared distance below which two colours need not both be in it: else the greys of the letters would take all places. */
const visible = 40;

/** The picture with its most frequent colours, others as the nearest of them. Takes what Chromium writes: eight bits a channel, not interlaced. */
export function withPalette(png: Buffer): Buffer {
  const chunks = [...readChunks(png)];
  const header = chunks[0]?.data ?? Buffer.alloc(13);
  const [width, height, channels] = [header.readUInt32BE(0), header.readUInt32BE(4), header[9] === 6 ? 4 : 3];
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const colours = coloursOf(unfilter(inflateSync(packed), width * channels, channels), channels);

  const palette = frequent(colours);
  const indexes = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries()) {
    const index = indexes.get(colour) ?? nearest(colour, palette);
    indexes.set(colour, index);
    // Each row begins with its filter, which is none.
    rows[at + Math.floor(at / width) + 1] = index;
  }
  const indexed = Buffer.from(header);
  indexed[9] = 3;
  const colourBytes = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    png.subarray(0, signatureBytes),
    chunk('IHDR', indexed),
    chunk('PLTE', colourBytes),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function* readChunks(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = signatureBytes; at < png.length; ) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    // Length, type and check sum are four bytes each.
    at += 12 + length;
  }
}

/** The bytes of the rows, which stand in the file as differences from their neighbours. */
function unfilter(filtered: Buffer, rowBytes: number, pixelBytes: number): Buffer {
  const rows = Buffer.alloc((filtered.length / (rowBytes + 1)) * rowBytes);
  // What is beside the picture counts as black.
  const byteAt = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (rows[row * rowBytes + column] ?? 0));
  for (let at = 0; at < rows.length; at += 1) {
    const [row, column] = [Math.floor(at / rowBytes), at % rowBytes];
    const predict = predictions[filtered[row * (rowBytes + 1)] ?? 0] ?? none;
    const [left, above, corner] = [byteAt(row, column - pixelBytes), byteAt(row - 1, column), byteAt(row - 1, column - pixelBytes)];
    rows[at] = (filtered[at + row + 1] ?? 0) + predict(left, above, corner);
  }
  return rows;
}

const none = (): number => 0;

/** The five predictions of the format, by their numbers. */
const predictions: readonly ((left: number, above: number, corner: number) => number)[] = [
  none,
  (left) => left,
  (_, above) => above,
  (left, above) => Math.floor((left + above) / 2),
  (left, above, corner) => {
    const away = (value: number) => Math.abs(left + above - corner - value);
    return [left, above, corner].toSorted((one, other) => away(one) - away(other))[0] ?? 0;
  },
];

function coloursOf(bytes: Buffer, channels: number): Uint32Array {
  return Uint32Array.from({ length: bytes.length / channels }, (_, at) => bytes.readUIntBE(at * channels, 3));
}

function frequent(colours: Uint32Array): readonly number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette: number[] = [];
  for (const [colour] of [...counts].toSorted(([, one], [, other]) => other - one)) {
    if (palette.length < most && palette.every((other) => distance(colour, other) >= visible)) palette.push(colour);
  }
  return palette;
}

function nearest(colour: number, palette: readonly number[]): number {
  return palette.reduce((best, other, index) => (distance(colour, other) < distance(colour, palette[best] ?? 0) ? index : best), 0);
}

/** Squared, over the three channels. */
function distance(one: number, other: number): number {
  return [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
