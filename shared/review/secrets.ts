/** Credentials must not leave this machine: what a change adds is refused, what it takes away or leaves is masked. No value is printed. */
import { createHash } from 'node:crypto';
import type { AddedCredential } from '../contract/rules.ts';
import { InvalidInput } from '../errors.ts';
import type { Allowed } from './accepted-secrets.ts';
import { type FoundSecret, findSecrets } from './find-secrets.ts';
import { replaceParts } from './join-finds.ts';
import type { Material, MaterialFile, MaterialLine } from './material.ts';
import { sayRule } from './secret-rules.ts';

/** Places that a refusal lists: the rest is counted. */
const mostListed = 20;

/** Credentials of a line up to which a fingerprint is of the whole of it. */
const mostBesideWhole = 50;
/** Characters on either side that a fingerprint is of where there are more. */
const besideCrowded = 2000;

/** A material that may leave this machine but for the credentials that it adds. */
export interface Weighed {
  readonly material: Material;
  /** Credentials that would be added, and that nobody has accepted. */
  readonly added: readonly KnownSecret[];
}

/** The material with masked credentials. Throws `InvalidInput` that names each place where one would be added. */
export async function withoutSecrets(material: Material, allowed: Allowed): Promise<Material> {
  const weighed = await weighSecrets(material, allowed);
  refuseAdded(weighed.added);
  return weighed.material;
}

/** Masks what is not added, and lists what is. */
export async function weighSecrets(material: Material, allowed: Allowed): Promise<Weighed> {
  const found = await findSecrets(material);
  if (found.length === 0) return { material, added: [] };
  const files = new Map(material.files.map((file) => [file.path, file]));
  const inLine = Map.groupBy(found, ({ file, line }) => `${line}\n${file}`);
  const known = found.flatMap((secret): KnownSecret[] => {
    const file = files.get(secret.file);
    const line = file?.lines[secret.line];
    if (file === undefined || line === undefined) return [];
    const isCrowded = (inLine.get(`${secret.line}\n${secret.file}`) ?? []).length > mostBesideWhole;
    return [{ ...secret, fingerprint: fingerprintOf(secret, line, isCrowded), mark: line.mark, number: line.number }];
  });
  const open = known.filter((secret) => !allowed(secret));
  const isAdded = ({ mark }: KnownSecret) => material.kind === 'files' || mark === '+';
  const added = open.filter(isAdded);
  const kept = Map.groupBy(
    open.filter((secret) => !isAdded(secret)),
    ({ file }) => file,
  );
  const count = open.length - added.length;
  const words = count === 1 ? 'credential that is not added by the change was' : 'credentials that are not added by the change were';
  return {
    material: {
      ...material,
      files: material.files.map((file) => mask(file, kept.get(file.path) ?? [])),
      warnings: [...material.warnings, ...(count === 0 ? [] : [`${count} ${words} masked before anything was sent`])],
    },
    added,
  };
}

/** Masks all of them, those that are added too, and lists these. */
export async function maskSecrets(material: Material): Promise<Weighed> {
  const { material: masked, added } = await weighSecrets(material, () => false);
  const byFile = Map.groupBy(added, ({ file }) => file);
  // All credentials of one line are added, or none is: where the others stand has not moved.
  return { material: { ...masked, files: masked.files.map((file) => mask(file, byFile.get(file.path) ?? [])) }, added };
}

/** Where a credential is added, and by which rule it is known. */
export function placeOf({ file, number, rule }: KnownSecret): AddedCredential {
  return { file, rule, ...(number !== null && { line: number }) };
}

/** Throws `InvalidInput` that names each place where a credential would be added. */
export function refuseAdded(added: readonly KnownSecret[]): void {
  if (added.length > 0) throw refusal(added);
}

/** A credential with its line. */
export interface KnownSecret extends FoundSecret {
  readonly fingerprint: string;
  readonly mark: MaterialLine['mark'];
  readonly number: number | null;
}

function refusal(added: readonly KnownSecret[]): InvalidInput {
  const places = added.slice(0, mostListed).map(({ file, number, rule, fingerprint }) => {
    const line = number === null ? '' : `:${number}`;
    return `  ${fingerprint} ${rule}  ${file}${line}: ${sayRule(rule)}`;
  });
  const files = new Set(added.map(({ file }) => file)).size;
  const more = added.length > mostListed ? [`  and ${added.length - mostListed} more, ${added.length} in ${files} files`] : [];
  const advice = 'nothing was sent; take them out, or accept single places with --allow-secrets=PATH[:RULE] or --allow-secrets-from FILE';
  return new InvalidInput([{ field: '', message: ['this would send credentials to the experts:', ...places, ...more, advice].join('\n') }]);
}

/**
 * Of the place and of what surrounds the credential, never of the credential: a digest of a weak one would give it away. What surrounds it
 * is the whole line, but in a line full of them, which would be read once for each.
 */
function fingerprintOf({ rule, file, start, end }: FoundSecret, { text }: MaterialLine, isCrowded: boolean): string {
  const from = isCrowded ? Math.max(0, start - besideCrowded) : 0;
  const to = isCrowded ? end + besideCrowded : text.length;
  return createHash('sha256')
    .update(JSON.stringify([file, rule, text.slice(from, start), text.slice(end, to)]))
    .digest('hex')
    .slice(0, 12);
}

function mask(file: MaterialFile, secrets: readonly FoundSecret[]): MaterialFile {
  if (secrets.length === 0) return file;
  const byLine = Map.groupBy(secrets, ({ line }) => line);
  const lines = file.lines.map((line, index) => {
    const parts = byLine.get(index);
    return parts === undefined ? line : { ...line, text: replaceParts(line.text, parts, ({ rule }) => `[masked: ${rule}]`) };
  });
  return { ...file, lines };
}
