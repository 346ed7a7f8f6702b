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

/** Throws one sentence unless `folder` holds a `bootstrap` for `architecture`: the wrong one would fail only when it is called. */
export function requireBootstrap(folder: string, architecture: Architecture): void {
  const path = join(folder, 'bootstrap');
  if (!existsSync(path)) {
    throw new Error(`${path} is missing: build the Rust function for ${architecture.name} before the stack.`);
  }
  const found = architectureOfElf(path);
  if (found !== architecture) {
    throw new Error(`${path} is built for ${found?.name ?? 'no known architecture'}, but the function runs on ${architecture.name}.`);
  }
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
