/** Lines with thousands of credentials: a minified list of users, a dump, or what somebody sends to keep a server busy. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import { joinFinds, replaceParts } from '../../../shared/review/join-finds.ts';
import { maskTexts } from '../../../shared/review/masked-texts.ts';
import { maskSecrets } from '../../../shared/review/secrets.ts';

const mark = `-----BEGIN ${'PRIVATE'} KEY-----`;
const parts: Readonly<Record<string, string>> = {
  'a password': `password="x1${'Kq9z!'}" `,
  'a key of AWS': `AKIA${'J7QX2MZ4T6WD3RBK'} `,
  'a token of GitHub': `ghp_${'a1B2'.repeat(9)} `,
  'a mark of a key': mark,
  'Base64 of a mark': `${Buffer.from(mark).toString('base64')} `,
};
const shapes = Object.entries(parts).flatMap(([name, part]) => [
  [`${name}, again and again in one line`, part],
  [`${name}, on line after line`, `${part}\n`],
]) as readonly (readonly [string, string])[];

function materialOf(text: string) {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, mark: '+' as const, text: line }));
  return { kind: 'change' as const, files: [{ path: 'a.txt', notes: [], lines }], notShown: [], warnings: [] };
}

describe('a crowd of credentials', () => {
  it.each(shapes)('is found and masked in a time that grows with it: %s', async (_, part) => {
    // On one line the square of them would take minutes, on many a line takes its time.
    const text = part.repeat((part.endsWith('\n') ? 60_000 : 190_000) / part.length);
    const began = performance.now();
    const { material } = await maskSecrets(materialOf(text));
    await maskTexts({ files: [{ path: 'a.txt', text }], missing: [] }, () => false);
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(material.files[0]?.lines[0]?.text).not.toContain(part.trim());
  });

  it('leaves others their turns, within one line too', async () => {
    let turns = 0;
    let isGoing = true;
    const turn = () => {
      turns += 1;
      if (isGoing) setImmediate(turn);
    };
    turn();
    await findSecrets(materialOf(parts['a password']?.repeat(10_000) ?? ''));
    isGoing = false;
    expect(turns).toBeGreaterThan(40);
  });

  it('has a fingerprint for each, that another line does not change', async () => {
    const line = Array.from({ length: 200 }, (_, index) => `user${index}: password="x${index}${'Kq9z!'}"`).join(' ');
    const [one, other] = await Promise.all([line, `first\n${line}`].map(async (text) => (await maskSecrets(materialOf(text))).added));
    expect(new Set(one?.map(({ fingerprint }) => fingerprint)).size).toBe(200);
    expect(other?.map(({ fingerprint }) => fingerprint)).toEqual(one?.map(({ fingerprint }) => fingerprint));
  });
});

const finds = fc.array(
  fc
    .record({ rule: fc.constantFrom('a', 'b', 'c'), start: fc.nat(60), length: fc.integer({ min: 1, max: 9 }) })
    .map(({ rule, start, length }) => ({ rule, start, end: start + length })),
  { maxLength: 25 },
);
const seed = { seed: 20_261_130, numRuns: 500 };

describe('joined finds', () => {
  it('cover what was found and nothing else, without overlapping, from the left', () => {
    fc.assert(
      fc.property(finds, (found) => {
        const joined = joinFinds(found);
        const places = (parts: typeof found) =>
          new Set(parts.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)));
        expect(places([...joined])).toEqual(new Set([...places(found)].toSorted((a, b) => a - b)));
        expect(joined.every(({ start }, index) => start >= (joined[index - 1]?.end ?? 0))).toBe(true);
      }),
      seed,
    );
  });

  it('bear the rule that was first to know a part of them', () => {
    fc.assert(
      fc.property(finds, (found) => {
        for (const { rule, start, end } of joinFinds(found))
          expect(found.find((one) => one.start < end && start < one.end)?.rule).toBe(rule);
      }),
      seed,
    );
  });

  it('are replaced each, and what stands beside them stays', () => {
    expect(
      replaceParts(
        'one two three',
        [
          { start: 8, end: 13 },
          { start: 0, end: 3 },
        ],
        ({ start }) => `<${start}>`,
      ),
    ).toBe('<0> two <8>');
    expect(replaceParts('one', [], () => '')).toBe('one');
  });
});
