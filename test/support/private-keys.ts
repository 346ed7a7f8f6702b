/** Private keys of every kind that open nothing, and the ways in which people write them. */
import { createHash } from 'node:crypto';

/** A key as its file holds it, and the lines of it that nobody may see. */
export interface MadeKey {
  readonly lines: readonly string[];
  readonly body: readonly string[];
}

/** Base64 that is the same in each run of the tests. */
function base64Of(name: string, bytes: number): string {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) => createHash('sha256').update(`${name} ${index}`).digest());
  return Buffer.concat(blocks).subarray(0, bytes).toString('base64');
}

function wrapped(text: string, width: number): readonly string[] {
  return text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
}

/** What stands at the mark, headers, bytes, characters of a line, and what stands below the Base64. */
type Kind = readonly [name: string, headers: readonly string[], bytes: number, width: number, below?: readonly string[]];

const armoured: readonly Kind[] = [
  ['PRIVATE KEY', [], 1217, 64],
  ['RSA PRIVATE KEY', [], 1192, 64],
  ['EC PRIVATE KEY', [], 121, 64],
  ['DSA PRIVATE KEY', [], 450, 64],
  ['ENCRYPTED PRIVATE KEY', [], 1325, 64],
  ['RSA PRIVATE KEY', ['Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-128-CBC,${'0A1B2C3D'.repeat(4)}`, ''], 1192, 64],
  ['OPENSSH PRIVATE KEY', [], 1823, 70],
  ['PGP PRIVATE KEY BLOCK', ['Version: GnuPG v2', 'Comment: of the tests', ''], 2500, 64, ['=aB3x']],
  ['PRIVATE KEY', [], 3000, 76],
];

/** Every kind. Put together here, so that no scanner takes this file for a leak. */
export const madeKeys: readonly (readonly [string, MadeKey])[] = [
  ...armoured.map(([name, headers, bytes, width, below = []], index): readonly [string, MadeKey] => {
    const body = wrapped(base64Of(`${name} ${index}`, bytes), width);
    const lines = [`-----BEGIN ${name}-----`, ...headers, ...body, ...below, `-----END ${name}-----`];
    return [[name, ...headers.slice(0, 1), width].join(', '), { lines, body }];
  }),
  ['PuTTY', putty()],
];

function putty(): MadeKey {
  const open = wrapped(base64Of('putty, public', 280), 64);
  const body = wrapped(base64Of('putty, private', 700), 64);
  const head = ['PuTTY-User-Key-File-3: ssh-rsa', 'Encryption: none', 'Comment: of the tests', `Public-Lines: ${open.length}`];
  return { lines: [...head, ...open, `Private-Lines: ${body.length}`, ...body, `Private-MAC: ${'0a1b2c3d'.repeat(8)}`], body };
}

type Write = (lines: readonly string[]) => readonly string[];

/** Forms that keep the lines, so that a part of them can be shown. */
export const formsOfLines: Readonly<Record<string, Write>> = {
  'as it is': (lines) => lines,
  'with CR': (lines) => lines.map((line) => `${line}⟦CR⟧`),
  indented: (lines) => lines.map((line) => (line === '' ? '' : `    ${line}`)),
  'folded in YAML': (lines) => lines.flatMap((line) => [`  ${line}`, '']),
  'a string of YAML with joined lines': (lines) => lines.map((line) => `  ${line}\\n\\`),
  'in comments': (lines) => lines.map((line) => `# ${line}`),
  'in comments of C': (lines) => lines.map((line) => ` * ${line}`),
  'in strings that are joined': (lines) => lines.map((line) => `  "${line}\\n" +`),
  'in strings of a list': (lines) => lines.map((line) => `  '${line}',`),
  'in strings side by side': (lines) => lines.map((line) => `    b"${line}\\n"`),
  'in calls': (lines) => lines.map((line) => `    text.append("${line}\\n");`),
  'in a diff within the file': (lines) => lines.map((line) => `> ${line}`),
};

/** Forms that need the whole key. */
export const formsOfWholes: Readonly<Record<string, Write>> = {
  'a string of JSON': (lines) => [`  "private_key": "${lines.join('\\n')}\\n",`],
  'a variable': (lines) => [`TLS_KEY="${lines.join('\\n')}"`],
  'a variable without quotes': (lines) => [`TLS_KEY=${lines.join('\\n')}`],
  'escaped twice': (lines) => [`{"text":"{\\"key\\":\\"${lines.join('\\\\n')}\\\\n\\"}"}`],
  'with \\r\\n': (lines) => [`key = '${lines.join('\\r\\n')}'`],
  'with blanks for lines': (lines) => [`key: ${lines.join(' ')}`],
  'strings joined in one line': (lines) => [`const key = ${lines.map((line) => `"${line}\\n"`).join(' + ')};`],
  'a call that joins': (lines) => [`const key = [${lines.map((line) => `'${line}'`).join(', ')}].join('\\n');`],
  'in a long line': (lines) => [`${'var a=1;'.repeat(13_000)}k="${lines.join('\\n')}";${'var a=1;'.repeat(500)}`],
  'Base64 in one line': (lines) => [`  tls.key: ${encoded(lines)}`],
  'Base64 over lines': (lines) => ['key: |', ...wrapped(encoded(lines), 76).map((line) => `  ${line}`)],
  'Base64 in strings': (lines) => wrapped(encoded(lines), 76).map((line) => `  "${line}" +`),
};

function encoded(lines: readonly string[]): string {
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}
