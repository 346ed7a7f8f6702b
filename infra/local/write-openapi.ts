/** `npm run openapi [-- [--version 3.0] FILE]`: writes the OpenAPI document, for generators and other tools; of 3.1 unless it is to be of 3.0. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../../functions/api/app.ts';
import type { ApiPorts } from '../../functions/api/options.ts';
import { jsonLog } from '../../shared/adapters/local/json-log.ts';
import { systemClock } from '../../shared/adapters/node/system-clock.ts';
import { loadKnowledge } from '../../shared/runtime/knowledge.ts';

const root = join(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({ options: { version: { type: 'string', default: '3.1' } }, allowPositionals: true });
const file = resolve(positionals[0] ?? join(root, 'build/openapi.json'));

// What a description needs; the routes are registered, and none of them is asked.
const ports: Pick<ApiPorts, 'clock' | 'knowledge' | 'log'> = {
  clock: systemClock,
  knowledge: loadKnowledge(join(root, 'layers/knowledge')),
  log: jsonLog({ write: (line) => process.stderr.write(line), level: 'warn' }),
};
const app = buildApp({ ports: ports as ApiPorts, authenticate: () => undefined, maxWaitSeconds: 0, readiness: async () => ({}) });
const answer = await app.request(`/v1/openapi.json?version=${encodeURIComponent(values.version)}`);
if (!answer.ok) throw new Error(`--version must be 3.0 or 3.1, not ${values.version}`);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(await answer.json(), undefined, 2)}\n`);
console.log(file);
