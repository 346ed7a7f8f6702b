/** Uses of secrets. */
import { expect, it } from 'vitest';
import type { StoredPorts } from '../../shared/ports/ports.ts';

const at = '2026-03-01T10:00:30.000Z';

export function secretUsesCases(open: () => StoredPorts): void {
  it('writes two uses of a secret in one millisecond', async () => {
    const use = { secret: 'OPENAI_API_KEY', version: 'v1', purpose: 'ask', tenant: 'tenant-a', consultationId: 'run', at };
    await expect(Promise.all([open().secretUses.record(use), open().secretUses.record(use)])).resolves.toBeDefined();
  });
}
