/** What a built `bootstrap` runs on, read from its ELF header. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';

/** `e_machine` by architecture, and how a reader would name it. */
const machines = new Map([
  [0x3e, Architecture.X86_64],
  [0xb7, Architecture.ARM_64],
]);
/** The header's first 20 bytes end with `e_machine`. */
const headerBytes = 20;
const machineOffset = 18;

/** The Rust function has not been built for where it is to run; the message says what to do. */
export class NotBuilt extends Error {}

/** Throws `NotBuilt` unless `folder` holds a `bootstrap` for `architecture`: the wrong one would fail only when it is called. */
export function requireBootstrap(folder: string, architecture: Architecture, what: 'consensus' | 'review' = 'consensus'): void {
  const path = join(folder, 'bootstrap');
  if (!existsSync(path)) {
    throw new NotBuilt(
      `${path} is missing: build the Rust function for ${architecture.name} first (npm run build -- ${what === 'review' ? 'review-' : ''}${buildOf(architecture)}).`,
    );
  }
  const found = architectureOfElf(path);
  if (found !== architecture) {
    throw new NotBuilt(`${path} is built for ${found?.name ?? 'no known architecture'}, but the function runs on ${architecture.name}.`);
  }
}

/** The word of `npm run build` for an architecture: the cloud runs on arm64, everything else is this machine. */
function buildOf(architecture: Architecture): string {
  return architecture === Architecture.ARM_64 ? 'arm64' : 'host';
}

function architectureOfElf(path: string): Architecture | undefined {
  const header = Buffer.alloc(headerBytes);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, headerBytes, 0);
  } finally {
    closeSync(file);
  }
  const isElf = header.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
  return isElf ? machines.get(header.readUInt16LE(machineOffset)) : undefined;
}
