/** Provider keys in Secrets Manager. CloudTrail knows which role fetched a secret; our own record says what each use was for. */
import { DescribeSecretCommand, GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { unsetSecret } from '../../contract/secret.ts';
import { writtenValue } from '../../contract/written-value.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SecretUse } from '../../ports/secret-uses.ts';
import type { Vault } from '../../ports/vault.ts';
import { callAws, isNamed } from './aws-failure.ts';

// A rotated key works at both ends for far longer than this; a rejected one is fetched fresh at once.
const cacheMs = 5 * 60 * 1000;

export interface SecretsVaultOptions {
  readonly client: SecretsManagerClient;
  /** Start of every secret's id; the rest is its name. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Writes the use durably; if it throws, the value is not given out. */
  readonly record: (use: SecretUse) => Promise<void>;
}

interface Held {
  readonly value: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
}

export function secretsVault({ client, prefix, clock, record }: SecretsVaultOptions): Vault {
  const cache = new Map<string, Held>();

  return {
    async use(secret, purpose, { fresh = false } = {}) {
      const held = await hold(secret, fresh);
      if (held === undefined) {
        return undefined;
      }
      await record({ secret, version: held.version, ...purpose, at: clock.now().toISOString() });
      return held.value;
    },

    /**
     * Looks at the secret from outside, so that whoever asks needs no right to its value. The stack makes a secret with one
     * version, which holds the word for "not set"; each value that it is given is a further version, and the last two are kept.
     */
    async has(secret) {
      const seen = await unlessAbsent(() => client.send(new DescribeSecretCommand({ SecretId: prefix + secret })));
      return seen !== undefined && seen.DeletedDate === undefined && Object.keys(seen.VersionIdsToStages ?? {}).length > 1;
    },
  };

  /** A missing secret is not kept in the cache: whoever sets it should not have to wait. */
  async function hold(secret: string, fresh: boolean): Promise<Held | undefined> {
    const cached = cache.get(secret);
    if (!fresh && cached !== undefined && clock.monotonic() - cached.fetchedAt < cacheMs) {
      return cached;
    }
    const held = await fetchSecret(secret);
    if (held === undefined) {
      cache.delete(secret);
    } else {
      cache.set(secret, held);
    }
    return held;
  }

  async function fetchSecret(secret: string): Promise<Held | undefined> {
    const reply = await unlessAbsent(() => client.send(new GetSecretValueCommand({ SecretId: prefix + secret })));
    // Keys pasted from a file often end in a line break, which no provider accepts.
    const value = writtenValue(reply?.SecretString ?? '');
    return value === '' || value === unsetSecret
      ? undefined
      : { value, version: reply?.VersionId ?? 'unknown', fetchedAt: clock.monotonic() };
  }
}

/** Undefined if the secret does not exist, or is marked for deletion, which is the second error. */
async function unlessAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await callAws('the vault', call);
  } catch (thrown) {
    if (isNamed(thrown, 'ResourceNotFoundException', 'InvalidRequestException')) {
      return undefined;
    }
    throw thrown;
  }
}
