/** Private keys without marks that open nothing: the first bytes of each kind, and as many behind them as they say. */
import { createHash } from 'node:crypto';

/** Bytes that are the same in each run of the tests. */
function bytesOf(name: string, count: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, index) => createHash('sha256').update(`${name} ${index}`).digest());
  return Buffer.concat(blocks).subarray(0, count);
}

function der(head: string, rest: string): string {
  const start = Buffer.from(head, 'hex');
  const [, size = 0, high = 0, low = 0] = start;
  const length = size === 0x82 ? high * 256 + low + 4 : size === 0x81 ? high + 3 : size + 2;
  return Buffer.concat([start, bytesOf(rest, length - start.length)]).toString('base64');
}

/** Every kind, in Base64. Put together here, so that no scanner takes this file for a leak. */
export const bareKeys: readonly (readonly [kind: string, key: string])[] = [
  ['PKCS #8, RSA of 1,024 bits', der('30820276020100300d06092a864886f70d0101010500048202603082', 'a')],
  ['PKCS #8, RSA of 2,048 bits', der('308204bd020100300d06092a864886f70d0101010500048204a73082', 'b')],
  ['PKCS #8, RSA of 4,096 bits', der('30820943020100300d06092a864886f70d01010105000482092d3082', 'c')],
  ['PKCS #1, RSA of 2,048 bits', der('308204a30201000282010100', 'd')],
  ['PKCS #1, RSA of 1,024 bits', der('3082025d02010002818100', 'e')],
  ['PKCS #8, P-256', der('308187020100301306072a8648ce3d020106082a8648ce3d030107046d', 'f')],
  ['PKCS #8, P-384', der('3081b6020100301006072a8648ce3d020106052b8104002204819e', 'g')],
  ['PKCS #8, Ed25519', der('302e020100300506032b657004220420', 'h')],
  ['SEC 1, P-256', der('30770201010420', 'i')],
  ['with a passphrase', der('3082050e304006092a864886f70d01050d3033', 'j')],
  ['PFX', der('30820a71020103308209', 'k')],
  ['OpenSSH', Buffer.concat([Buffer.from('openssh-key-v1\0'), bytesOf('l', 1800)]).toString('base64')],
];

const lines = (key: string, width: number) => key.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];

type Write = (key: string) => readonly string[];

/** How it is written, with a line behind it that stays. */
export const formsOfBareKeys: Readonly<Record<string, Write>> = {
  'in YAML': (key) => ['rsa:', `  private-key: ${key}`, '  next: one'],
  'in YAML, in quotes': (key) => [`  private-key: "${key}"`, '  next: one'],
  'in JSON': (key) => [`{"privateKey": "${key}", "next": "one"}`],
  'in properties': (key) => [`merchant_private_key=${key}`, 'next=one'],
  'under a name that says nothing': (key) => [`x: ${key}`, 'next: one'],
  'in an attribute': (key) => [`<add key="Pfx" value="${key}"/>`, '<next/>'],
  'in lines of a block': (key) => ['key: |', ...lines(key, 64).map((line) => `  ${line}`), 'next: one'],
  'in strings that are joined': (key) => [...lines(key, 70).map((line) => `  "${line}" +`), '  "";', 'next();'],
  'in strings of one line': (key) => [
    `k = ${lines(key, 60)
      .map((line) => `"${line}"`)
      .join(' + ')};`,
    'next();',
  ],
  'with \\n': (key) => [`k = "${lines(key, 64).join('\\n')}";`, 'next();'],
  'as base64url': (key) => [`k: ${key.replaceAll('+', '-').replaceAll('/', '_')}`, 'next: one'],
  'in an address': (key) => [`curl 'https://x/?k=${encodeURIComponent(key)}'`, 'next'],
};
