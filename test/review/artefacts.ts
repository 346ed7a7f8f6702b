/**
 * `npm run artefacts [-- --json]`: how large the built Rust functions are, and how long a cold start of those of this machine takes: from the
 * start of the process to its first answer, over the interface by which Lambda calls it. What Lambda does before, such as fetching the
 * package, is not in it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { type ColdStart, coldStart } from './cold-start.ts';

const root = join(import.meta.dirname, '../..');
const runs = 5;

const functions = [
  { name: 'consensus', event: undefined },
  {
    name: 'review',
    event: {
      id: '1',
      files: ['Dockerfile', 'migration.sql', 'plan.json', 'template.yaml'].map((path) => ({
        path,
        text: readFileSync(join(root, 'docs/examples/release', path), 'utf8'),
      })),
    },
  },
] as const;

/** One built function. */
interface Artefact {
  readonly name: string;
  readonly target: 'arm64' | 'host';
  /** Undefined where it is not built. */
  readonly bytes?: number;
  /** Bytes of it deflated, as a package is. */
  readonly zipped?: number;
  readonly cold?: ColdStart;
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const found: Artefact[] = [];
for (const { name, event } of functions) {
  for (const target of ['arm64', 'host'] as const) {
    const path = join(root, 'build', name, target, 'bootstrap');
    if (!existsSync(path)) found.push({ name, target });
    else {
      const program = readFileSync(path);
      const cold = target === 'host' && event !== undefined ? await median(path, event) : undefined;
      found.push({ name, target, bytes: program.length, zipped: zippedBytes(program), ...(cold && { cold }) });
    }
  }
}
if (values.json) console.log(JSON.stringify({ cpus: cpus().length, artefacts: found }, null, 2));
else console.log(found.map(inWords).join('\n'));

/** By the first answer, the middle one of several starts. */
async function median(path: string, event: object): Promise<ColdStart | undefined> {
  const all: ColdStart[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await coldStart(path, event));
  return all.toSorted((a, b) => a.firstMs - b.firstMs)[Math.floor(runs / 2)];
}

/** The local header, the deflated bytes and the directory of a zip with one file. */
function zippedBytes(program: Buffer): number {
  return 30 + 46 + 22 + 2 * 'bootstrap'.length + deflateRawSync(program, { level: 9 }).length;
}

function inWords({ name, target, bytes, zipped, cold }: Artefact): string {
  if (bytes === undefined || zipped === undefined) {
    return `${name} ${target}: not built (npm run build -- ${name === 'review' ? 'review-' : ''}${target})`;
  }
  const size = `${megabytes(bytes)} MB, ${megabytes(zipped)} MB zipped`;
  if (cold === undefined) return `${name} ${target}: ${size}`;
  const { readyMs, firstMs, nextMs } = cold;
  return `${name} ${target}: ${size}; ready after ${whole(readyMs)} ms, first answer after ${whole(firstMs)} ms, the next one in ${whole(nextMs)} ms`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function whole(milliseconds: number): string {
  return milliseconds.toFixed(0);
}
