/** The files of the built console, read once: what is not among them cannot be reached, whatever a path says. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** How a file may be sent, by its content-encoding. */
type Encoding = 'identity' | 'gzip' | 'br';

export interface ConsoleFile {
  readonly type: string;
  readonly etag: string;
  /** A file with a hash in its name never changes. */
  readonly immutable: boolean;
  readonly bodies: ReadonlyMap<Encoding, Uint8Array<ArrayBuffer>>;
}

/** Texts only: API Gateway hands bytes on unchanged for the media types that it is configured for only. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};
const encodings: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
  ['identity', ''],
];

/** Every file below `folder` by its path from `/`, with its compressed forms; `/` is `index.html`. */
export function readConsole(folder: string): ReadonlyMap<string, ConsoleFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const names = new Set(entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name))));
  const files = [...names].flatMap((name): [string, ConsoleFile][] => {
    const type = types[extname(name)];
    if (type === undefined) return [];
    const there = encodings.filter(([, suffix]) => names.has(name + suffix));
    const bodies = new Map(there.map(([encoding, suffix]) => [encoding, new Uint8Array(readFileSync(join(folder, name + suffix)))]));
    const hash = createHash('sha256').update(bodies.get('identity') ?? '');
    const path = name === 'index.html' ? '/' : `/${name.split(sep).join('/')}`;
    return [[path, { type, etag: `"${hash.digest('base64url').slice(0, 22)}"`, immutable: path.startsWith('/assets/'), bodies }]];
  });
  return new Map(files);
}

/** The smallest form of a file that the caller accepts. */
export function chooseBody({ bodies }: ConsoleFile, acceptEncoding: string | undefined): readonly [Encoding, Uint8Array<ArrayBuffer>] {
  const accepted = acceptedEncodings(acceptEncoding ?? '');
  for (const [encoding] of encodings) {
    const body = bodies.get(encoding);
    if (body && (encoding === 'identity' || accepted.has(encoding))) return [encoding, body];
  }
  throw new Error('a file of the console has no body');
}

/** Names in an Accept-Encoding that are not refused by `q=0`. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  // No pattern with blanks before a sign: nobody needs a key to send 16 KB of blanks, and each would be tried as the first one.
  const entries = header.split(',').map((entry) => entry.split(';').map((part) => part.trim().toLowerCase()));
  return new Set(entries.filter(([, quality]) => quality === undefined || !/^q=0(\.0*)?$/.test(quality)).flatMap(([name = '']) => name));
}
