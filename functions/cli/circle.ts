#!/usr/bin/env node
/**
 * Starts the command line `circle`. Whatever keeps it from starting exits 2: for a gate, 1 would mean that experts have said no. It stands
 * on nothing that could be missing.
 */
import { failure } from './failure.ts';
import { keepStreams } from './streams.ts';

keepStreams();

process.on('uncaughtException', (error) => void end(error));
await import('./program.ts').catch(end);

async function end(error: unknown): Promise<never> {
  const said = error instanceof Error ? error.message : String(error);
  // What cleans foreign text may itself be what is missing.
  const line = await import('../../shared/domain/plain-text.ts').then(
    ({ oneLine }) => oneLine(said),
    () => said.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' '),
  );
  process.stderr.write(`circle: ${line}\n`);
  process.exit(failure.code);
}
