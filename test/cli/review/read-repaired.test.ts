import { describe, expect, it } from 'vitest';
import { readRepaired } from '../../../shared/review/read-repaired.ts';

const entry = (title: string, severity: string, line = 3) => ({ severity, file: 'a.ts', line, title, reason: 'It does.' });
const listed = (...entries: readonly object[]) => JSON.stringify({ findings: entries });
const leak = entry('Leak', 'critical');
const ghastly = entry('Crash', 'ghastly', 9);
const first = listed(leak, ghastly);
const severities = (again: string | undefined) => readRepaired(first, again).findings.map(({ title, severity }) => [title, severity]);

describe('what an expert lists when it is asked once more', () => {
  it('takes the place of what could not be read', () => {
    const read = readRepaired(first, listed(leak, entry('Crash', 'high', 9)));
    expect(read).toMatchObject({ problem: null, findings: [{ title: 'Leak' }, { title: 'Crash', severity: 'high' }] });
  });

  it('takes nothing away and makes nothing milder', () => {
    expect(severities(listed(entry('Leak', 'low'), entry('Crash', 'high', 9)))).toEqual([
      ['Leak', 'low'],
      ['Crash', 'high'],
      ['Leak', 'critical'],
    ]);
  });

  it.each([
    ['nothing', listed()],
    ['fewer', listed(leak)],
    ['what cannot be read either', listed(leak, ghastly)],
    ['no list', 'All is well.'],
    ['no answer', undefined],
  ])('leaves the problem where it is %s', (_, again) => {
    const { problem, findings } = readRepaired(first, again);
    expect(problem).toMatch(/1 of its findings could not be read/);
    expect(findings).toMatchObject([{ title: 'Leak', severity: 'critical' }]);
  });
});
