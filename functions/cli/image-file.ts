/** Images that go with a question: files as data URLs, addresses as they are. */
import { readFileSync, statSync } from 'node:fs';
import { imageMaxBytes } from '../../shared/contract/context.ts';
import { InvalidInput, messageOf } from '../../shared/errors.ts';

/** How each kind of image begins. A name says nothing of what a file holds. */
const begins: readonly (readonly [type: string, isOne: (head: string) => boolean])[] = [
  ['png', (head) => head.startsWith('\x89PNG\r\n')],
  ['jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['gif', (head) => /^GIF8[79]a/.test(head)],
  ['webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
];

/** The images of `--image`, each a path or an https address. Throws `InvalidInput` that names the one that cannot be sent. */
export function imagesOf(places: readonly string[] | undefined): readonly { readonly url: string }[] | undefined {
  return places?.map((place) => ({ url: place.startsWith('https://') ? place : dataUrlOf(place) }));
}

function dataUrlOf(path: string): string {
  const bytes = readImage(path);
  const head = bytes.subarray(0, 16).toString('latin1');
  const type = begins.find(([, isOne]) => isOne(head))?.[0];
  if (type === undefined) throw refused(path, 'is no PNG, JPEG, GIF or WebP');
  return `data:image/${type};base64,${bytes.toString('base64')}`;
}

function readImage(path: string): Buffer {
  const size = statOf(path);
  if (size > imageMaxBytes)
    throw refused(path, `has ${size} bytes; at most ${imageMaxBytes} are sent, a larger image by its https address`);
  return readFileSync(path);
}

function statOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (cause) {
    throw refused(path, messageOf(cause), cause);
  }
}

function refused(path: string, message: string, cause?: unknown): InvalidInput {
  return new InvalidInput([{ field: `--image ${path}`, message }], { cause });
}
