/**
 * `npm run doctor -- [--stage dev] [--knowledge FOLDER] [--trail own|none|existing:GROUP] [--json]`: what the account and this machine lack for
 * `npm run deploy`. Exit code 0: nothing, 1: something, 2: something could not be looked at.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryFolder } from '../cloud/repository.ts';
import { readSeats } from '../cloud/seats.ts';
import { isStageName } from '../settings.ts';
import { examine } from './examine.ts';
import { exitCodeOf, type Finding, type FindingLevel } from './finding.ts';
import { runTool } from './tools.ts';

const words: Readonly<Record<FindingLevel, string>> = { fine: 'ok', note: 'note', lack: 'LACKS', unknown: 'UNKNOWN' };

function usage(sentence: string): never {
  console.error(
    `${sentence}\nusage: npm run doctor -- [--stage dev|prod|dev-<name>] [--knowledge FOLDER] [--trail own|none|existing:<log group>] [--json]`,
  );
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: { stage: { type: 'string' }, knowledge: { type: 'string' }, trail: { type: 'string' }, json: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

function show({ check, level, says, remedy }: Finding): string {
  const head = `${words[level].padEnd(8)}${check}: ${says}`;
  return remedy === undefined ? head : `${head}\n        → ${remedy}`;
}

const { stage = 'dev', knowledge = 'layers/knowledge', trail = 'own', json = false } = options();
if (!isStageName(stage)) usage(`--stage ${stage} is not one of dev, prod, dev-<name>`);
if (!/^(own|none|existing:.+)$/.test(trail)) usage(`--trail ${trail} is not one of own, none, existing:<log group>`);
try {
  const seats = readSeats(join(repositoryFolder, knowledge));
  const findings = await examine({ stage, seats, trail: trail === 'own' ? 'own' : 'none', run: runTool, config: {} });
  console.log(json ? JSON.stringify(findings, null, 2) : findings.map(show).join('\n'));
  process.exitCode = exitCodeOf(findings);
} catch (error) {
  usage(error instanceof Error ? error.message : String(error));
}
