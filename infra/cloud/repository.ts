import { resolve } from 'node:path';

/** The folder of this repository: entries, layers and builds are found from it, wherever synth is started. */
export const repositoryFolder = resolve(import.meta.dirname, '../..');
