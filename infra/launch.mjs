// Starts a TypeScript entry of this project, or says in one sentence what is missing. Plain JavaScript, since it must run
// on a Node that is too old for everything else.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [entry, ...rest] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const neededMajor = 24;

// For the gate among the commands, 1 means that experts have said no.
const failureCode = entry?.startsWith('functions/cli/') ? 2 : 1;

function fail(sentence) {
  console.error(sentence);
  process.exit(failureCode);
}

if (!existsSync(join(root, 'node_modules', 'zod'))) fail('The packages are not installed: run `npm ci` first.');
if (Number(process.versions.node.split('.')[0]) < neededMajor) {
  fail(
    `Node ${neededMajor} or newer is needed, this is ${process.versions.node}: run this through npm, which uses the Node that \`npm ci\` installed, or install Node ${neededMajor}.`,
  );
}
if (entry === undefined) fail('usage: node infra/launch.mjs FILE [ARGUMENT…]');
// Child processes (the CDK, the emulator's functions) must find the same Node.
process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
// Compiled code is kept, stripped of its types: the next start is faster and never loads the stripper.
module.enableCompileCache(join(root, 'build', 'compile-cache'));
const file = resolve(root, entry);
process.argv = [process.argv[0], file, ...rest];
await import(pathToFileURL(file).href);
