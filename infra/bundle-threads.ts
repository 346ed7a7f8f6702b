/**
 * `node infra/bundle-threads.ts FOLDER`: bundles the code of threads beside the function in FOLDER that starts them, if it does. A bundle
 * is one file, and a thread needs one of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Files of threads, as functions name them, and where their code is. */
const threads: Readonly<Record<string, string>> = { 'schema-worker.mjs': 'shared/runtime/schemas/schema-worker.ts' };

const [folder = '.'] = process.argv.slice(2);
const bundle = readFileSync(join(folder, 'index.mjs'), 'utf8');
const root = join(import.meta.dirname, '..');
for (const [name, entry] of Object.entries(threads)) {
  if (!bundle.includes(name)) continue;
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(folder, name),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Dependencies in CommonJS need the `require` that an ES module lacks.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
}
