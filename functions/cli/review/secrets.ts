/** Credentials that must not leave this machine, by their well-known shapes. No value is ever printed. */
import { InvalidInput } from '../../../shared/errors.ts';
import type { Material } from './material.ts';

/** What a credential is called, and how it looks. Shapes that occur by chance are left out: a refusal must be worth reading. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['an AWS access key id', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['an AWS secret access key', /aws_?secret_?access_?key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a Slack webhook', /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{20,}/],
  ['an OpenAI key', /\bsk-(?!ant-)[A-Za-z0-9_-]{40,}/],
  ['a Google key', /\bAIza[A-Za-z0-9_-]{35}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a key of a circle', /\bcircle_[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])/],
];

/** A credential and where it stands. */
export interface FoundSecret {
  readonly what: string;
  readonly file: string;
  /** Line after the change; null for a removed line, which would leave this machine all the same. */
  readonly line: number | null;
}

/** Every credential in what is to be sent. */
export function findSecrets({ files }: Pick<Material, 'files'>): readonly FoundSecret[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap(({ number, text }) =>
      shapes.filter(([, shape]) => shape.test(text)).map(([what]) => ({ what, file: path, line: number })),
    ),
  );
}

/** Throws `InvalidInput` that names each place with a credential. */
export function refuseSecrets(material: Pick<Material, 'files'>): void {
  const found = findSecrets(material);
  if (found.length === 0) return;
  const places = found.map(({ what, file, line }) => `  ${file}${line === null ? ', a removed line' : `:${line}`}: ${what}`);
  const advice = 'nothing was sent; take them out, or send them all the same with --allow-secrets';
  throw new InvalidInput([{ field: '', message: ['this would send credentials to the experts:', ...places, advice].join('\n') }]);
}
