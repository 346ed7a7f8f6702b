/** The build of the console: a few files with a hash in their names, each also compressed, and no reference to anywhere else. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Compresses once what would else be compressed for each request. */
const compress: Plugin = {
  name: 'compress',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler({ dir = '' }) {
      for (const file of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!file.isFile() || /\.(br|gz)$/.test(file.name)) continue;
        const path = join(file.parentPath, file.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // The cloud serves it below the path of a stage.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [compress],
  build: {
    outDir: join(import.meta.dirname, '../../build/console/site'),
    emptyOutDir: true,
    target: 'es2023',
    // These know light-dark(), which would otherwise be spelled out in fifty variables.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Data addresses would need another rule in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
