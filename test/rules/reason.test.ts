/** What a failed cell of the clients' tables says: the reason, and not where it has happened. */
import { expect, it } from 'vitest';
import { reasonIn } from '../clients/reason.ts';

const node = `file:///tmp/ask.mjs:12
    throw new Error('x');
          ^

Error: MCP error -32000: Connection closed
    at McpError.fromError (file:///tmp/types.js:1:2)
    at failed (file:///tmp/error.js:1:2) {
  code: -32000
}

Node.js v24.21.0
`;
const python = `Traceback (most recent call last):
  File "/tmp/ask.py", line 3, in <module>
    raise_error()
    ~~~~~~~~~~~^^
openai.BadRequestError: Error code: 400 - refused
During handling of the above exception, another exception occurred:
`;

it.each([
  ['of Node', node, 'Error: MCP error -32000: Connection closed'],
  ['of Python', python, 'openai.BadRequestError: Error code: 400 - refused'],
  ['of Rust', 'error[E0308]: mismatched types\n  --> src/lib.rs:3:5\nerror: could not compile `x`\n', 'error[E0308]: mismatched types'],
  [
    'of Java',
    'Exception in thread "main" java.io.IOException: closed\n\tat Ask.main(Ask.java:3)\n',
    'Exception in thread "main" java.io.IOException: closed',
  ],
  ['of a tool that names no error', 'one\ntwo | three\n', 'two \\| three'],
  ['of one that says nothing', '\n', 'it has said nothing'],
])('is the reason: %s', (_, output, reason) => {
  expect(reasonIn(output)).toBe(reason);
});
