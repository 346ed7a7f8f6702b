/** What every vault does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SecretUse } from '../../shared/ports/secret-uses.ts';
import type { Vault } from '../../shared/ports/vault.ts';

/** A vault under test. */
export interface OpenVault {
  readonly vault: Vault;
  /** Gives the secret a value, as an operator would; an empty one where the place for it exists but holds nothing. */
  set(secret: string, value: string): Promise<void>;
  /** The uses recorded so far, in order. */
  uses(): readonly SecretUse[];
  /** From now on, recording a use fails (`true`) or works (`false`). */
  failRecords(fail: boolean): void;
  close(): Promise<void>;
}

const purpose = { purpose: 'ask claude', tenant: 'tenant-a', consultationId: 'run-1' };

export function vaultContract(name: string, open: () => Promise<OpenVault>): void {
  describe(`the vault ${name}`, () => {
    let opened: OpenVault;
    beforeAll(async () => {
      opened = await open();
    });
    beforeEach(() => opened.failRecords(false));
    afterAll(() => opened?.close());

    it('gives a secret after recording its use', async () => {
      await opened.set('FIRST_API_KEY', 'value-1');
      const before = opened.uses().length;
      expect(await opened.vault.use('FIRST_API_KEY', purpose)).toBe('value-1');
      const [use, ...more] = opened.uses().slice(before);
      expect(more).toEqual([]);
      expect(use).toEqual({ ...purpose, secret: 'FIRST_API_KEY', version: expect.any(String), at: expect.any(String) });
      expect(use?.version).not.toBe('');
      expect(new Date(use?.at ?? '').toISOString()).toBe(use?.at);
    });

    it('records every use, of a value at hand too', async () => {
      await opened.set('OFTEN_API_KEY', 'value-1');
      const before = opened.uses().length;
      for (let time = 0; time < 3; time += 1) await opened.vault.use('OFTEN_API_KEY', purpose);
      expect(opened.uses().length - before).toBe(3);
    });

    it('never records the value', async () => {
      await opened.set('HIDDEN_API_KEY', 'very-secret-value');
      await opened.vault.use('HIDDEN_API_KEY', purpose);
      expect(JSON.stringify(opened.uses())).not.toContain('very-secret-value');
    });

    it('keeps the value back when its use cannot be recorded', async () => {
      await opened.set('GUARDED_API_KEY', 'value-1');
      opened.failRecords(true);
      await expect(opened.vault.use('GUARDED_API_KEY', purpose)).rejects.toThrow();
      opened.failRecords(false);
      expect(await opened.vault.use('GUARDED_API_KEY', purpose)).toBe('value-1');
    });

    it('knows nothing of a secret that does not exist, and records no use of it', async () => {
      const before = opened.uses().length;
      expect(await opened.vault.use('ABSENT_API_KEY', purpose)).toBeUndefined();
      expect(await opened.vault.has('ABSENT_API_KEY')).toBe(false);
      expect(opened.uses().length).toBe(before);
    });

    it('takes an empty secret as not set', async () => {
      await opened.set('EMPTY_API_KEY', '');
      expect(await opened.vault.use('EMPTY_API_KEY', purpose)).toBeUndefined();
      expect(await opened.vault.has('EMPTY_API_KEY')).toBe(false);
    });

    it('says that a secret is set without recording a use', async () => {
      await opened.set('PRESENT_API_KEY', 'value-1');
      const before = opened.uses().length;
      expect(await opened.vault.has('PRESENT_API_KEY')).toBe(true);
      expect(opened.uses().length).toBe(before);
    });

    it('finds a secret that was set after it had been missing', async () => {
      expect(await opened.vault.has('LATER_API_KEY')).toBe(false);
      await opened.set('LATER_API_KEY', 'value-1');
      expect(await opened.vault.use('LATER_API_KEY', purpose)).toBe('value-1');
    });

    it('gives the changed value when a fresh one is wanted', async () => {
      await opened.set('ROTATED_API_KEY', 'value-1');
      await opened.vault.use('ROTATED_API_KEY', purpose);
      await opened.set('ROTATED_API_KEY', 'value-2');
      expect(await opened.vault.use('ROTATED_API_KEY', purpose, { fresh: true })).toBe('value-2');
      expect(await opened.vault.use('ROTATED_API_KEY', purpose)).toBe('value-2');
    });
  });
}
