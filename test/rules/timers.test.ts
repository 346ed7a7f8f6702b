/**
 * What ends work after a time counts the time awake (`afterAwake`, `withinAwake`): after a sleep a plain timer judges before what has arrived is
 * read. Whoever takes a plain one says here why that ends nothing too early.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/patterns.ts';

const root = join(import.meta.dirname, '../..');
const timer = /\b(?:setTimeout|setInterval|AbortSignal\.timeout)\(/;

/** Files with a timer of the platform, and why it ends no work that a sleep has held up. */
const plain: Readonly<Record<string, string>> = {
  'shared/time/awake.ts': 'counts the time awake',
  'shared/providers/scripted.ts': 'waits, and then answers',
  'shared/client/http.ts': 'judges after what came meanwhile has been read',
  'shared/client/events.ts': 'opens a silent stream anew where it was left',
  'shared/client/pause.ts': 'waits',
  'shared/adapters/node/system-clock.ts': 'waits',
  'shared/adapters/aws/outgoing-handler.ts': 'the SDK sends a request again that was ended',
  'shared/adapters/local/line-process.ts': 'judges after what came meanwhile has been read',
  'shared/adapters/local/child-rules.ts': 'forgets what went wrong',
  'shared/mcp/speaking.ts': 'says that it is still there',
  'shared/mcp/wait.ts': 'ends the waiting for a consultation, which is looked at once more',
  'functions/cli/consult-or-cancel.ts': 'the patience of whoever has pressed Ctrl-C',
  'functions/cli/say-waiting.ts': 'says that it is still there',
  'functions/experts/watch-end.ts': 'looks every so often',
  'infra/local/queue-runner.ts': 'looks again',
  'infra/local/connection.ts': 'lets an answer get out',
  'infra/local/keep-trying.ts': 'tries again',
  'infra/local/stopping.ts': 'looks every so often',
  'infra/local/main.ts': 'looks every so often',
};

const found = sourceFiles().filter(
  (file) =>
    !file.startsWith('functions/console/') &&
    timer.test(readFileSync(join(root, file), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')),
);

describe('a timer of the platform', () => {
  it('stands only where it ends nothing that a sleep has held up', () => {
    expect(found.filter((file) => plain[file] === undefined)).toEqual([]);
  });

  it('is not listed for a file that has none', () => {
    expect(Object.keys(plain).filter((file) => !found.includes(file))).toEqual([]);
  });
});
