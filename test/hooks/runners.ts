/** The runners of hooks, and GitHub's own reader of expressions, that `npm run hooks` installs. */
import { join } from 'node:path';

/** Where they and this project lie, as in a project that uses them. */
export const runnersFolder = join(import.meta.dirname, '../../build/hooks');

/** What is installed from npm. */
export const runners: readonly string[] = ['lint-staged@17.6.1', 'lefthook@2.2.2', 'husky@9.1.7', '@actions/expressions@0.3.61'];
