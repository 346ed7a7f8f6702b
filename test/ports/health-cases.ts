/** Health of experts. */
import { expect, it } from 'vitest';
import type { StoredPorts } from '../../shared/ports/ports.ts';
import { unique } from './samples.ts';

export function healthCases(open: () => StoredPorts): void {
  it('remembers the last health of each expert', async () => {
    const [first, second] = [unique('expert'), unique('expert')];
    const checkedAt = '2026-03-01T10:00:00.000Z';
    await open().health.save([
      { expert: first, status: 'unknown' },
      { expert: second, status: 'ready', checkedAt },
    ]);
    await open().health.save([{ expert: first, status: 'unavailable', reason: 'no key', checkedAt }]);
    const health = await open().health.read();
    expect(health.filter(({ expert }) => expert === first)).toEqual([
      { expert: first, status: 'unavailable', reason: 'no key', checkedAt },
    ]);
    expect(health.filter(({ expert }) => expert === second)).toEqual([{ expert: second, status: 'ready', checkedAt }]);
  });
}
