/** What the server says of itself, in every place the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverVersion } from '../../shared/mcp/server.ts';

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));

describe('the MCP server', () => {
  it('has the version of the package, in the catalogue entry too', () => {
    expect([serverVersion, read('server.json').version]).toEqual([read('package.json').version, read('package.json').version]);
  });
});
