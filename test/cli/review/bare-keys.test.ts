/** Private keys that no mark tells: DER in Base64, numbers of JSON Web Keys, and marks in the form of addresses. */
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import type { MaterialLine } from '../../../shared/review/material.ts';
import { maskSecrets } from '../../../shared/review/secrets.ts';
import { bareKeys, formsOfBareKeys } from '../../support/bare-keys.ts';

const marks = [' ', '+', '-'] as const;
const [, rsa] = bareKeys[1] ?? ['', ''];
const number = rsa.slice(60, 103).replaceAll(/[+/]/g, 'x');

function linesOf(texts: readonly string[], mark: MaterialLine['mark']): readonly MaterialLine[] {
  return texts.map((text, index) => ({ number: mark === '-' ? null : index + 1, mark, text }));
}

async function sentOf(texts: readonly string[], mark: MaterialLine['mark']): Promise<string> {
  const files = [{ path: 'a.txt', notes: [], lines: linesOf(texts, mark) }];
  const { material } = await maskSecrets({ kind: 'change', files, notShown: [], warnings: [] });
  return (material.files[0]?.lines ?? []).map(({ text }) => text).join('\n');
}

/** Pieces of a key that can be read. */
function leftOf(sent: string, key: string): readonly string[] {
  const pieces = Array.from({ length: Math.floor(key.length / 6) }, (_, at) => key.slice(at * 6, at * 6 + 12));
  return pieces.filter((piece) => piece.length === 12 && !/[+/=]/.test(piece) && sent.includes(piece));
}

describe.each(bareKeys)('nothing leaves of a key without marks: %s', (_, key) => {
  it.each(Object.entries(formsOfBareKeys))('written %s, and what follows stays', async (_form, write) => {
    for (const mark of marks) {
      const sent = await sentOf(write(key), mark);
      expect(leftOf(sent, key), mark).toEqual([]);
      expect(sent).toContain('next');
    }
  });
});

describe('a private key', () => {
  it.each([
    ['RSA', `{"kty":"RSA","n":"${number}","e":"AQAB","d":"${number}2","p":"${number}3","q":"${number}4"}`, 3],
    ['a curve', `{ "kty": "EC", "crv": "P-256", "x": "${number}", "y": "${number}", "d": "${number}2" }`, 1],
    ['a curve of Edwards', `{\n  "d": "${number}2",\n  "crv": "Ed25519",\n  "x": "${number}"\n}`, 1],
    ['a secret', `keys:\n- kty: oct\n  k: ${number}2`, 1],
    ['RSA in XML', `<RSAKeyValue><Modulus>${number}</Modulus><D>${number}2</D><P>${number}3</P></RSAKeyValue>`, 2],
  ])('is found in the numbers of a key: %s', async (_, text, count) => {
    for (const mark of marks) {
      const sent = await sentOf(text.split('\n'), mark);
      expect(sent.match(/\[masked: private-key\]/g)).toHaveLength(count);
      expect(sent).not.toContain(`${number}2`);
    }
  });

  it.each(['%20', '+'])('is found where %j stands for a blank', async (blank) => {
    const body = encodeURIComponent(rsa.match(/.{1,64}/g)?.join('\n') ?? '');
    const text = `k=-----BEGIN PRIVATE KEY-----%0A${body}%0A-----END PRIVATE KEY-----%0A&next=1`.replaceAll(' ', blank);
    for (const mark of marks) expect(leftOf(await sentOf([text], mark), rsa)).toEqual([]);
  });

  it.each([
    ['a public key', [`publicKey: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA${rsa.slice(90, 400)}IDAQAB`]],
    ['a certificate', [`x5c: MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa${rsa.slice(90, 700)}`]],
    ['who speaks of one', ['begins with MIIEvQIBADANBgkqhkiG9w0BAQEFAASC, or MHcCAQEEI, and goes on']],
    ['a path of a picture', ['<path d="M0 0L10 10" k="1"/>', '{ "d": "M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10z", "p": 1 }']],
    ['a public JSON Web Key', [`{"kty":"RSA","n":"${number}","e":"AQAB"}`]],
  ])('is not seen in %s', async (_, texts) => {
    expect(await findSecrets({ files: [{ path: 'a.txt', notes: [], lines: linesOf(texts, ' ') }] })).toEqual([]);
  });

  it.each(['MIACAQMwg ', 'MHcCAQEEIab ', `${rsa.slice(0, 64)}\n`, 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" + "'])(
    'takes a time to look for that grows with the text: %j',
    async (part) => {
      const began = performance.now();
      const lines = linesOf(part.repeat(60_000 / part.length).split('\n'), '+');
      await findSecrets({ files: [{ path: 'a.txt', notes: [], lines }] });
      expect(performance.now() - began).toBeLessThan(12_000);
    },
  );
});
