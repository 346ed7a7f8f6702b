#!/usr/bin/env node
import { oneLine } from '../../shared/domain/plain-text.ts';
/**
 * Starts the command line `circle`. Whatever keeps it from starting exits 2: for a gate, 1 would mean that experts have said no. It stands
 * on nothing that could be missing.
 */
import { failure } from './failure.ts';
import { keepStreams } from './streams.ts';

keepStreams();

process.on('uncaughtException', end);
await import('./program.ts').catch(end);

function end(error: unknown): never {
  process.stderr.write(`circle: ${oneLine(error instanceof Error ? error.message : String(error))}\n`);
  process.exit(failure.code);
}
