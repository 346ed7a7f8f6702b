/** `npm run bench -- NAME [--json]`: runs one benchmark and prints its figures. */
import { parseArgs } from 'node:util';
import { overhead } from './overhead.ts';
import { sizes } from './sizes.ts';

const benches: Readonly<Record<string, () => Promise<unknown>>> = { overhead, sizes };

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]`);
  process.exit(1);
}
const figures = { bench: name, node: process.version, at: new Date().toISOString(), figures: await bench() };
if (values.json) console.log(JSON.stringify(figures));
else console.dir(figures, { depth: null });
