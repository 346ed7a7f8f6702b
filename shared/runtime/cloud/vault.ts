/** The vault of a deployed function. */
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretsVault } from '../../adapters/aws/secrets-vault.ts';
import { env } from '../../contract/env.ts';
import type { OpenPort } from './part.ts';

/** Below the prefix of the stage; each use is recorded before the key is given. */
export const openVault: OpenPort<'vault'> = ({ required, ports }) => {
  const { secretUses } = ports;
  return secretsVault({
    client: new SecretsManagerClient(),
    prefix: required(env.secretPrefix),
    clock: ports.clock,
    record: secretUses.record,
  });
};
