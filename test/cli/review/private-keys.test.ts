import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import type { MaterialLine } from '../../../shared/review/material.ts';
import { maskSecrets } from '../../../shared/review/secrets.ts';
import { formsOfLines, formsOfWholes, type MadeKey, madeKeys } from '../../support/private-keys.ts';

const marks = [' ', '+', '-'] as const;
type Mark = (typeof marks)[number];

/** Lines of which the first has a number; removed ones have none. */
function linesOf(texts: readonly string[], mark: Mark, first = 1): readonly MaterialLine[] {
  return texts.map((text, index) => ({ number: mark === '-' ? null : first + index, mark, text }));
}

async function sentOf(lines: readonly MaterialLine[]): Promise<string> {
  const { material } = await maskSecrets({ kind: 'change', files: [{ path: 'a.txt', notes: [], lines }], notShown: [], warnings: [] });
  return (material.files[0]?.lines ?? []).map(({ text }) => text).join('\n');
}

/** Pieces of the key that can be read: 12 characters are more than chance. */
function leftOf(sent: string, { body, lines }: MadeKey): readonly string[] {
  const encoded = Buffer.from(`${lines.join('\n')}\n`).toString('base64');
  const secret = [...body, ...(encoded.match(/.{1,76}/g) ?? [])];
  const pieces = secret.flatMap((line) => Array.from({ length: Math.ceil(line.length / 6) }, (_, at) => line.slice(at * 6, at * 6 + 12)));
  return pieces.filter((piece) => piece.length === 12 && sent.includes(piece));
}

const forms = Object.keys({ ...formsOfLines, ...formsOfWholes });

describe.each(madeKeys)('nothing leaves of a key: %s', (_, key) => {
  it.each(forms)('written %s, wherever it stands and whatever the change does with it', async (form) => {
    const write = formsOfLines[form] ?? formsOfWholes[form] ?? ((lines) => lines);
    for (const mark of marks) {
      const around = [...linesOf(['one', 'two'], ' '), ...linesOf(write(key.lines), mark, 3), ...linesOf(['three'], ' ', 3000)];
      expect(leftOf(await sentOf(around), key), mark).toEqual([]);
    }
  });

  it.each(Object.entries(formsOfLines))('written %s, of which a change shows a part', async (_form, write) => {
    const written = write(key.lines);
    const third = Math.ceil(written.length / 3);
    const parts = { head: written.slice(0, third), middle: written.slice(third, -third), tail: written.slice(-third) };
    for (const [part, texts] of Object.entries(parts)) {
      for (const mark of marks) {
        const others = linesOf(['else', 'other'], ' ', 1);
        const sent = await sentOf([...others, ...linesOf(texts, mark, 500), ...linesOf(['more'], ' ', 9000)].filter(keptFor(part)));
        expect(leftOf(sent, key), `${part} ${mark}`).toEqual([]);
      }
    }
  });
});

/** A head has something above it, a tail something below. */
function keptFor(part: string) {
  return ({ text }: MaterialLine) => !(text === 'more' && part === 'head') && !(text === 'else' && part === 'tail');
}

describe('a private key', () => {
  const [, key] = madeKeys[0] ?? ['', { lines: [], body: [] }];

  it.each([97_000, 99_000, 99_990, 100_000, 199_500])('is masked whole behind %d characters of a file', async (before) => {
    const pad = Array.from({ length: Math.ceil(before / 80) }, (_, index) => `line ${index} `.padEnd(79, 'x'));
    expect(leftOf(await sentOf(linesOf([...pad, ...key.lines], '+')), key)).toEqual([]);
  });

  it('that takes the place of another one is masked on both sides of the change', async () => {
    const [, other] = madeKeys[1] ?? ['', { lines: [], body: [] }];
    const mixed = key.lines.flatMap((line, index) => [...linesOf([line], '-'), ...linesOf([other.lines[index] ?? ''], '+', index + 1)]);
    const sent = await sentOf(mixed);
    expect([...leftOf(sent, key), ...leftOf(sent, other)]).toEqual([]);
  });

  it('of which one line changes is masked in all that is shown', async () => {
    const at = key.lines.slice(8, 15);
    const lines = at.flatMap((line, index) =>
      index === 3 ? [...linesOf([line], '-'), ...linesOf([line.toLowerCase()], '+', 103)] : linesOf([line], ' ', 100 + index),
    );
    expect(leftOf(await sentOf(lines), key)).toEqual([]);
  });

  const body = key.body.slice(0, 12);
  it.each<readonly [string, readonly string[]]>([
    ['a certificate', ['-----BEGIN CERTIFICATE-----', ...body, '-----END CERTIFICATE-----']],
    ['a public key', ['-----BEGIN PUBLIC KEY-----', ...body, '-----END PUBLIC KEY-----']],
    ['an image of a mail', ['Content-Transfer-Encoding: base64', '', ...body]],
    ['the words of a mark', ['A key ends with', '-----END PRIVATE KEY-----', 'and is kept apart.']],
    ['digests', Array.from({ length: 9 }, (_, index) => `${String(index).repeat(8)}${'0a1b2c3d'.repeat(7)}`)],
    ['paths', ['shared/review/private-keys.ts', 'shared/review/find-secrets.ts']],
  ])('is not seen in %s', async (_, lines) => {
    expect(await findSecrets({ files: [{ path: 'a.txt', notes: [], lines: linesOf(lines, ' ') }] })).toEqual([]);
  });

  it('is told apart from code that speaks of one', async () => {
    const code = [
      "const begin = '-----BEGIN PRIVATE KEY-----';",
      'return',
      'readTheWholeFileAgain();',
      "const end = '-----END PRIVATE KEY-----';",
    ];
    expect((await findSecrets({ files: [{ path: 'a.ts', notes: [], lines: linesOf(code, ' ') }] })).map(({ line }) => line)).toEqual([0]);
  });

  it('ends where a certificate begins', async () => {
    const lines = [...key.lines, '-----BEGIN CERTIFICATE-----', ...body, '-----END CERTIFICATE-----'];
    const found = await findSecrets({ files: [{ path: 'a.pem', notes: [], lines: linesOf(lines, ' ') }] });
    expect(found.map(({ line }) => line)).toEqual([...key.lines.slice(1).keys()]);
  });
});
