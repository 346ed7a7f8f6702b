/** Where the program of the rules is on this machine. */
import { join } from 'node:path';

/** Built by `npm run build -- review`. */
export const reviewBinary = join(import.meta.dirname, '../../rust-lambda/target/release/review');
