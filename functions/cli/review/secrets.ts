/** Credentials must not leave this machine: what a change adds is refused, what it takes away or leaves is masked. No value is printed. */
import { createHash } from 'node:crypto';
import { InvalidInput } from '../../../shared/errors.ts';
import type { Allowed } from './allowed-secrets.ts';
import { type FoundSecret, findSecrets } from './find-secrets.ts';
import type { Material, MaterialFile } from './material.ts';
import { sayRule } from './secret-rules.ts';

/** Places that a refusal lists: the rest is counted. */
const mostListed = 20;

/** The material with masked credentials. Throws `InvalidInput` that names each place where one would be added. */
export async function withoutSecrets(material: Material, allowed: Allowed): Promise<Material> {
  const found = await findSecrets(material);
  if (found.length === 0) return material;
  const files = new Map(material.files.map((file) => [file.path, file]));
  const known = found.flatMap((secret) => {
    const file = files.get(secret.file);
    return file === undefined
      ? []
      : [
          {
            ...secret,
            fingerprint: fingerprintOf(secret, file),
            mark: file.lines[secret.line]?.mark,
            number: file.lines[secret.line]?.number,
          },
        ];
  });
  const open = known.filter((secret) => !allowed(secret));
  const added = open.filter(({ mark }) => material.kind === 'files' || mark === '+');
  if (added.length > 0) throw refusal(added);
  const masked = new Map(
    material.files.map((file) => [
      file.path,
      mask(
        file,
        open.filter((secret) => secret.file === file.path),
      ),
    ]),
  );
  const count = open.length;
  return {
    ...material,
    files: material.files.map((file) => masked.get(file.path) ?? file),
    warnings: [
      ...material.warnings,
      ...(count === 0
        ? []
        : [
            `${count} ${count === 1 ? 'credential that is' : 'credentials that are'} not added by the change ${count === 1 ? 'was' : 'were'} masked before anything was sent`,
          ]),
    ],
  };
}

interface KnownSecret extends FoundSecret {
  readonly fingerprint: string;
  readonly number?: number | null | undefined;
}

function refusal(added: readonly KnownSecret[]): InvalidInput {
  const places = added.slice(0, mostListed).map(({ file, number, rule, fingerprint }) => {
    const line = number === null || number === undefined ? '' : `:${number}`;
    return `  ${fingerprint} ${rule}  ${file}${line}: ${sayRule(rule)}`;
  });
  const files = new Set(added.map(({ file }) => file)).size;
  const more = added.length > mostListed ? [`  and ${added.length - mostListed} more, ${added.length} in ${files} files`] : [];
  const advice = 'nothing was sent; take them out, or accept single places with --allow-secrets=PATH[:RULE] or --allow-secrets-from FILE';
  return new InvalidInput([{ field: '', message: ['this would send credentials to the experts:', ...places, ...more, advice].join('\n') }]);
}

/** Of the place and of what surrounds the credential, never of the credential: a digest of a weak one would give it away. */
function fingerprintOf({ rule, file, line, start, end }: FoundSecret, { lines }: MaterialFile): string {
  const text = lines[line]?.text ?? '';
  return createHash('sha256')
    .update(JSON.stringify([file, rule, text.slice(0, start), text.slice(end)]))
    .digest('hex')
    .slice(0, 12);
}

function mask(file: MaterialFile, secrets: readonly FoundSecret[]): MaterialFile {
  if (secrets.length === 0) return file;
  const byLine = Map.groupBy(secrets, ({ line }) => line);
  return {
    ...file,
    lines: file.lines.map((line, index) => {
      const parts = (byLine.get(index) ?? []).toSorted((a, b) => b.start - a.start);
      return {
        ...line,
        text: parts.reduce((text, { start, end, rule }) => `${text.slice(0, start)}[masked: ${rule}]${text.slice(end)}`, line.text),
      };
    }),
  };
}
