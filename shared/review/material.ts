/** What is reviewed: files as they stand, or a change. It is read and checked before anything leaves the machine. */
import { InvalidInput } from '../errors.ts';
import type { WholeTexts } from './whole-files.ts';

/** A line of what is reviewed; a removed one has no number. */
export interface MaterialLine {
  readonly number: number | null;
  /** How a diff marks the line; a file that is read whole has blanks. */
  readonly mark: ' ' | '+' | '-';
  /** What stands there, with everything that cannot be seen made visible. */
  readonly text: string;
  /** Said above the line, such as that another patch of the same file begins. */
  readonly above?: string;
}

/** One file of what is reviewed. */
export interface MaterialFile {
  /** In visible characters, on one line, and once in a material. */
  readonly path: string;
  readonly lines: readonly MaterialLine[];
  /** What happened to the file beside its lines: renamed, deleted, made executable. */
  readonly notes: readonly string[];
}

/** Something that the experts did not see whole. */
export interface NotShown {
  readonly path: string;
  /** Why not, as the end of the sentence "not reviewed: PATH is …". */
  readonly reason: string;
  /** Whether somebody who may say so accepts that; what nobody accepts forbids an approval. */
  readonly allowed: boolean;
}

/** Everything that is reviewed. */
export interface Material {
  readonly kind: 'files' | 'change';
  readonly files: readonly MaterialFile[];
  /** Named to the experts and to the user, since nobody has looked into it. */
  readonly notShown: readonly NotShown[];
  /** What people should know of how the material came about. */
  readonly warnings: readonly string[];
  /** The same as programs read it, whole; absent where nobody has read it so. */
  readonly texts?: WholeTexts;
  /** The text of the baseline before a change that git knows, empty where there was none: no change accepts its own findings. */
  readonly baseline?: string;
  /** Of a change without any entry: what was compared, in words. */
  readonly empty?: string;
}

/** Throws `InvalidInput` with the size of each file if the experts would have to read more than `maxBytes`. */
export function refuseTooMuch({ files }: Material, maxBytes: number): void {
  const sizes = files.map((file) => ({ path: file.path, bytes: Buffer.byteLength(renderFile(file)) }));
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
  if (sum <= maxBytes) return;
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes);
  const list = largest.slice(0, listedSizes).map(({ path, bytes }) => `  ${String(bytes).padStart(9)}  ${path}`);
  const more = largest.length > listedSizes ? [`  and ${largest.length - listedSizes} smaller ones`] : [];
  const message = [`this is ${sum} bytes with its line numbers, and ${maxBytes} may be reviewed at once:`, ...list, ...more];
  const advice = 'nothing was sent; review fewer files in one go, a smaller change, or leave files out by name (--exclude, .circleignore)';
  throw new InvalidInput([{ field: '', message: [...message, advice].join('\n') }]);
}

/** Sizes that a refusal lists: the ones worth leaving out. */
const listedSizes = 20;

/** A file as the experts read it: each line with its number, a removed one without. */
export function renderFile({ path, lines, notes }: MaterialFile): string {
  const width = String(lines.findLast(({ number }) => number !== null)?.number ?? 0).length;
  const body = lines.map(({ number, mark, text, above }, index) => {
    const gap = above === undefined && index > 0 && isGap(lines[index - 1], number) ? '…\n' : '';
    return `${above === undefined ? '' : `… ${above}\n`}${gap}${String(number ?? '').padStart(width)} ${mark}| ${text}`;
  });
  return [`=== ${path}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`, ...body].join('\n');
}

function isGap(before: MaterialLine | undefined, number: number | null): boolean {
  return before !== undefined && before.number !== null && number !== null && number > before.number + 1;
}
