/** Credentials whose name is a value beside them: each form, with and without quotes, wherever a change shows it. */
import { describe, expect, it } from 'vitest';
import { isCredentialName } from '../../../shared/review/credential-names.ts';
import { findSecrets } from '../../../shared/review/find-secrets.ts';
import type { MaterialLine } from '../../../shared/review/material.ts';
import { maskSecrets } from '../../../shared/review/secrets.ts';
import { harmlessPairs, pairForms } from '../../support/named-values.ts';

// Put together here, so that no scanner takes this file for a leak.
const made = `uVoG7tQx${'2LmZp9Ka'}`;
const marks = [' ', '+', '-'] as const;

function linesOf(texts: readonly string[], mark: MaterialLine['mark']): readonly MaterialLine[] {
  return texts.map((text, index) => ({ number: mark === '-' ? null : index + 1, mark, text }));
}

async function sentOf(lines: readonly MaterialLine[]): Promise<string> {
  const { material } = await maskSecrets({ kind: 'change', files: [{ path: 'a.txt', notes: [], lines }], notShown: [], warnings: [] });
  return (material.files[0]?.lines ?? []).map(({ text }) => text).join('\n');
}

describe('a credential beside its name', () => {
  it.each(pairForms)('is masked, and nothing else: %s', async (_, quotes, write) => {
    for (const quote of quotes) {
      const texts = write(`${quote}${made}${quote}`);
      for (const mark of marks) {
        const sent = await sentOf(linesOf(texts, mark));
        expect(sent.replace(/\[masked: [\w-]+\]/, made), `${quote} ${mark}`).toBe(texts.join('\n'));
        expect(sent).not.toContain(made);
      }
    }
  });

  it.each(pairForms)('is masked on both sides of a change of its line: %s', async (_, quotes, write) => {
    const other = made.split('').toReversed().join('');
    for (const quote of quotes) {
      const [before, after] = [made, other].map((value) => write(`${quote}${value}${quote}`));
      const lines = (before ?? []).flatMap((text, index): MaterialLine[] =>
        text === after?.[index]
          ? [{ number: index + 1, mark: ' ', text }]
          : [
              { number: null, mark: '-', text },
              { number: index + 1, mark: '+', text: after?.[index] ?? '' },
            ],
      );
      expect(await sentOf(lines), quote).not.toMatch(new RegExp(`${made}|${other}`));
    }
  });

  it.each(harmlessPairs)('is not seen in %s', async (_, texts) => {
    for (const mark of marks) expect(await findSecrets({ files: [{ path: 'a.txt', notes: [], lines: linesOf(texts, mark) }] })).toEqual([]);
  });

  it.each(['{', '{"a":', '- ', '  - name: A\n', '"name": "DB_PASSWORD", ', '\\"', '"\\', 'a: |\n', '<a ', '(', "'"])(
    'takes a time to look for that grows with the text: %j',
    async (part) => {
      const lines = linesOf(part.repeat(60_000 / part.length).split('\n'), '+');
      const began = performance.now();
      await findSecrets({ files: [{ path: 'a.txt', notes: [], lines }] });
      expect(performance.now() - began).toBeLessThan(12_000);
    },
  );
});

describe('the name of a credential', () => {
  it.each([
    'DB_PASSWORD',
    'dbPassword',
    'MasterUserPassword',
    'PGPASSWORD',
    'spring.datasource.password',
    'auth.password',
    '--db-password',
    'API_KEY',
    'apiKey',
    'STRIPE_SECRET_KEY',
    'CLIENT_SECRET_PROD',
    'token',
    'GITHUB_TOKEN',
    'AzureWebJobsStorageConnectionString',
    'mot_de_passe',
    'Kennwort',
    'contraseña',
    'senha',
    'пароль',
    'db-passwort',
  ])('is seen: %s', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  it.each([
    'password_length',
    'PasswordPolicy',
    'DB_PASSWORD_FILE',
    'TOKEN_URL',
    'secretName',
    'tokenizer',
    'max_tokens',
    'PUBLIC_API_KEY',
    'COMPASS_MODE',
    'bypass_cache',
    'passthrough',
    'passengers',
    'key',
    'monkey',
    'password_reset_days',
    'SECRET_ARN',
    'accessKeyId',
  ])('is not seen: %s', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});
