/** Arguments as they were given: Node puts a sign in the place of what is not in UTF-8, and a question would be asked with it. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { InvalidInput } from '../../shared/errors.ts';

/** What Node puts there; somebody may mean it. */
const replacement = '\uFFFD';

/** Throws `InvalidInput` for an argument that is not in UTF-8. `read`: the bytes of the command line, where the system shows them. */
export function requireUtf8(argv: readonly string[], read: () => Uint8Array = () => readFileSync('/proc/self/cmdline')): void {
  const at = argv.findIndex((argument) => argument.includes(replacement));
  if (at < 0 || isUtf8(bytesOr(read))) return;
  throw new InvalidInput([
    {
      field: `argument ${at - 1}`,
      message: 'is not in UTF-8: set the terminal or the script to it, or hand the text in as a file or on standard input',
    },
  ]);
}

function bytesOr(read: () => Uint8Array): Uint8Array {
  try {
    return read();
  } catch {
    // Another system: nobody knows whether the sign is meant.
    return new Uint8Array();
  }
}
