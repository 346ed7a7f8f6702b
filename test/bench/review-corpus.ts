/** The files of the bench `review`: the samples that ship with the rules, varied by the names in them, a hundred to a folder. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const samples = join(import.meta.dirname, '../../rust-lambda/review/samples');
const folders = ['change', 'clean', 'deploy', 'kept', 'own'];

/** One sample, before it is varied. */
export interface Sample {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

/** Names in the samples that get a number. */
const varied = /\b(?:orders|shop|app|web|data|store|main|site|logs|events|queue)\b/g;

/** All samples, each with its kind. */
export function readSamples(): Sample[] {
  return folders.flatMap((folder) =>
    readdirSync(join(samples, folder))
      .filter((name) => !name.endsWith('.expect') && !name.includes('.before'))
      .toSorted()
      .map((name) => {
        const text = readFileSync(join(samples, folder, name), 'utf8');
        return { name, kind: kindOf(name, text), text };
      }),
  );
}

function kindOf(name: string, text: string): string {
  if (name.endsWith('Dockerfile')) return 'dockerfile';
  if (name.endsWith('.tf')) return 'terraform';
  if (name.endsWith('.sql')) return 'sql';
  if (/^\s*["']?Resources["']?\s*:/m.test(text) && text.includes('AWS::')) return 'cloudformation';
  if (/^apiVersion:/m.test(text)) return 'kubernetes';
  return 'other';
}

/** Sample number `index`, one after the other, with names of its own. */
export function variation(of: readonly Sample[], index: number): Sample {
  const sample = of[index % of.length];
  if (sample === undefined) throw new Error('There are no samples of this kind.');
  return { ...sample, text: sample.text.replaceAll(varied, (word) => `${word}${index}`) };
}

/** Writes so many variations; returns the bytes. */
export function writeCorpus(folder: string, of: readonly Sample[], count: number): number {
  let bytes = 0;
  for (let index = 0; index < count; index += 1) {
    const { name, text } = variation(of, index);
    // A folder to each file: in one of Terraform, files would give one another values.
    const home = join(folder, `group-${Math.floor(index / 100)}`, `unit-${index % 100}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, name), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}
