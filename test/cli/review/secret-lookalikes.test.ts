/** What looks like a credential in ordinary manifests and is none; and that real ones in the same places stay found. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import { findInLine } from '../../../shared/review/search-line.ts';

const packages = [
  'js-tokens',
  'token-source',
  'password-auth',
  '@inquirer/password',
  '@aws-sdk/client-secrets-manager',
  'api-key-lib',
  'pwd-strength',
];
const manifests: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `{"dependencies":{"${name}":"${value}"}}`,
  (name, value) => `    "${name}": "${value}",`,
  (name, value) => `${name} = "${value}"`,
  (name, value) => `  ${name}: ${value}`,
  (name, value) => `  '${name}': '${value}'`,
  (name, value) => `${name}==${value.replace(/^\D+/, '')}`,
];

const count = fc.integer({ min: 0, max: 3000 });
const patch = count.filter((number) => number < 1900 || number > 2099);
const stage = fc.constantFrom('alpha', 'beta', 'rc', 'next', 'canary', 'dev', 'pre', 'preview');
const suffix = fc.option(
  fc.tuple(stage, count).map(([word, at]) => `-${word}.${at}`),
  { nil: '' },
);
const version = fc
  // No patch is a year: such a version may be a day, which people take for passwords.
  .tuple(fc.constantFrom('', '^', '~', '>=', 'v', 'npm:other-token@^'), fc.integer({ min: 0, max: 99 }), count, patch, suffix)
  .map(([range, major, minor, patch, rest]) => `${range}${major}.${minor}.${patch}${rest}`);
/** Digits, letters and signs as a generator of passwords gives them. */
const secret = fc
  .array(fc.constantFrom(...'abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789'.split('')), { minLength: 20, maxLength: 40 })
  .map((letters) => `q7K${letters.join('')}`);
const manifest = fc.constantFrom(...manifests);

describe('no credential', () => {
  test.prop([manifest, fc.constantFrom(...packages), version], { numRuns: 500 })('is the version of a package', (write, name, value) => {
    expect(findInLine(write(name, value))).toEqual([]);
  });

  it('is a version whose numbers are those of no day', () => {
    expect(findInLine('"password-auth": "0.0.1900",')).toEqual([]);
    expect(findInLine('"password-auth": "1.13.1984",')).toEqual([]);
  });

  test.prop([
    fc.constantFrom('SecretArn', 'secret_arn', 'DbPasswordArn', 'TokenArn', 'valueFrom', 'Resource'),
    fc.constantFrom(': ', ': "', ' = "', '='),
    fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    fc.constantFrom('secret:db-AbCd12', 'secret:prod/token-x1Y2z3', 'secret:app/api-key-Q1w2E3:password::'),
  ])('is the name of a resource', (key, sign, partition, resource) => {
    const arn = `arn:${partition}:secretsmanager:eu-west-1:123456789012:${resource}`;
    expect(findInLine(`${key}${sign}${arn}${sign.endsWith('"') ? '"' : ''}`)).toEqual([]);
  });

  it.each(['apiKeyHeader: X-Api-Key-Header1', 'tokenHeader = "X-Token-V2"', '"secretHeaderName": "x-webhook-secret1"'])(
    'is the name of a header: %s',
    (line) => {
      expect(findInLine(line)).toEqual([]);
    },
  );

  it.each(['package.json', 'package-lock.json', 'cdk.json', 'biome.json', 'layers/knowledge/circles.yaml'])(
    'stands in %s',
    async (path) => {
      const lines = readFileSync(join(import.meta.dirname, '../../..', path), 'utf8').split('\n');
      const file = { path, notes: [], lines: lines.map((text, index) => ({ number: index + 1, mark: '+' as const, text })) };
      expect(await findSecrets({ files: [file] })).toEqual([]);
    },
  );
});

describe('a credential', () => {
  test.prop([fc.constantFrom(...manifests.slice(0, 5)), fc.constantFrom('password', 'token', 'api-key', 'clientSecret'), secret])(
    'stays one in the same places',
    (write, name, value) => {
      expect(findInLine(write(name, value))).not.toEqual([]);
    },
  );

  test.prop([fc.constantFrom(...manifests.slice(0, 5)), version, secret])('is no version for beginning as one', (write, begin, value) => {
    expect(findInLine(write('password', `${begin.replace('>=', '')}-${value}`))).not.toEqual([]);
  });

  it.each([
    'password = "20.12.1984"',
    'db-password = "20.12.1984"',
    'password: "1.2.3"',
    `apiKeyHeader: "${'q8Zt2LrW'.repeat(3)}"`,
    `url = "arn:aws:iam::1:role/x", password = "${'q8Zt2LrW'}9"`,
    `secret: "${'aG7kQ2xW9zP4mNvB1cR8tY5uE3jH6s'}"`,
    `sign(payload, "${'kQxWzPmNvBcRtYuEjHsaGbVfTgBnHyJm'}7"); // token`,
  ])('is found in %s', (line) => {
    expect(findInLine(line)).not.toEqual([]);
  });
});
