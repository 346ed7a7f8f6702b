/** The tables of `docs/clients.md` are those that `npm run clients` prints, as far as that shows without asking anybody. */
import { describe, expect, it } from 'vitest';
import { clients, labelOf } from '../clients/clients.ts';
import { generatorColumns, generators } from '../clients/generators.ts';
import { mcpClients, mcpColumns } from '../clients/mcp.ts';
import { questions, questionsBehindProxy } from '../clients/questions.ts';
import { statusColumns, streamColumns } from '../clients/statuses.ts';
import { tableOf } from '../clients/table.ts';
import { read } from '../support/documents.ts';

const labels = clients.map(labelOf).map(withoutRuntime);
const printed = [
  ['the questions', ['client', ...questions.map(({ name }) => name)], labels],
  ['--statuses', ['client', ...statusColumns], labels],
  ['the streams of --statuses', ['client', ...streamColumns], labels],
  ['--proxy', ['client', ...questionsBehindProxy.map(({ name }) => name)], labels],
  ['--generators', generatorColumns, generators.map(({ name }) => name)],
  ['--mcp', mcpColumns, mcpClients.map(labelOf)],
] as const;

/** This Node may be another one than the one that was tried. */
function withoutRuntime(label: string): string {
  return label.replace(/^(fetch of Node) .*/, '$1');
}

/** The rows of each table of the page. */
const tables = (read('docs/clients.md').match(/(?:^\|.*\|\n)+/gm) ?? []).map((text) => ({
  text: text.trimEnd(),
  rows: text
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    ),
}));

describe('the page on clients', () => {
  it.each(printed)('has the table of %s, with every client of the list in its version', (_, head, names) => {
    const table = tables.find(({ rows }) => rows[0]?.join() === head.join());
    expect(table?.rows.slice(2).map(([name = '']) => withoutRuntime(name))).toEqual(names);
    expect(table?.text).toBe(tableOf(table?.rows.filter((_row, index) => index !== 1) ?? []));
  });

  it.each(printed)('leaves no cell of %s untried', (_, head) => {
    const table = tables.find(({ rows }) => rows[0]?.join() === head.join());
    for (const row of table?.rows ?? []) expect([row.length, row.includes('')]).toEqual([head.length, false]);
  });
});
