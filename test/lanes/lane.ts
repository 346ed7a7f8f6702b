/** A part of the test command. */
import { join } from 'node:path';
import type { Output } from './program.ts';

/** The folder of the project. */
export const root = join(import.meta.dirname, '../..');

/** Tests that ran. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What a lane tells beside its output. */
export interface Told extends Output {
  /** Tells of a failed test, once more at the end: a long log is often kept by its tail only. */
  failure(text: string): void;
}

/** Runs it; undefined counts mean that it has no tests of its own to count. Throws if it fails. */
export type Lane = (told: Told) => Promise<Counts | undefined>;
