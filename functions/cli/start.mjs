/**
 * Starts `circle` for the launcher. Node strips no types below `node_modules`, where a package manager puts this package, so that it is done
 * here. Plain JavaScript, and nothing of ours is loaded before `catch`: whatever keeps the command from starting exits 2, since 1 of the
 * gate would mean that experts have said no.
 */
import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = new URL('../../', import.meta.url).href;

if (home.includes('/node_modules/')) {
  registerHooks({
    load(url, context, nextLoad) {
      const isOurs = url.startsWith(home) && url.endsWith('.ts') && !url.slice(home.length).includes('node_modules/');
      if (!isOurs) return nextLoad(url, context);
      return { format: 'module', shortCircuit: true, source: stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8')) };
    },
  });
}

// Compiled code is kept, so that the next start takes half the time: beside what is built, or in the user's own cache, never where others may
// write. Where neither can be written, nothing is kept.
const built = fileURLToPath(new URL('build', home));
const users = process.env.XDG_CACHE_HOME || (process.env.HOME && join(process.env.HOME, '.cache'));
const kept = existsSync(built) ? built : users && join(users, 'circle-of-experts');
if (kept) enableCompileCache(join(kept, 'compile-cache'));

await import('./circle.ts').catch((error) => {
  console.error(`circle: it cannot be started: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
});
