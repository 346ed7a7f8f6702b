/**
 * `npm run bench -- NAME [--json]`: runs one benchmark and prints its figures.
 * `consensus` also takes `--without-rivals`, `--binary PATH`, `--data FOLDER` and `--beside PATH`, another build of the core;
 * `review` takes `--without-rivals` and `--binary PATH`.
 */
import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/errors.ts';
import { type ConsensusOptions, consensus, defaultData } from './consensus.ts';
import { doors } from './doors.ts';
import { litellm } from './litellm.ts';
import { overhead } from './overhead.ts';
import { review } from './review.ts';
import { sizes } from './sizes.ts';
import { units } from './units.ts';

const benches: Readonly<Record<string, (options: ConsensusOptions) => Promise<unknown>>> = {
  consensus,
  doors,
  litellm,
  overhead,
  review,
  sizes,
  units,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    binary: { type: 'string' },
    data: { type: 'string' },
    beside: { type: 'string' },
    'without-rivals': { type: 'boolean' },
  },
});
const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]`);
  process.exit(1);
}
try {
  const found = await bench({
    binary: values.binary,
    data: values.data ?? defaultData(),
    rivals: !values['without-rivals'],
    beside: values.beside,
  });
  const figures = { bench: name, node: process.version, at: new Date().toISOString(), figures: found };
  if (values.json) console.log(JSON.stringify(figures));
  else console.dir(figures, { depth: null });
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
