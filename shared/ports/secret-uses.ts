/** Who used which secret. */

/** A use of a secret, kept for the auditor: never the value. */
export interface SecretUse {
  readonly secret: string;
  readonly version: string;
  readonly purpose: string;
  readonly tenant: string;
  readonly consultationId: string;
  readonly at: string;
}

/** Uses of secrets. */
export interface SecretUses {
  /** Resolves only when the use is durably written. Throws `Unavailable` when the store cannot be reached. */
  record(use: SecretUse): Promise<void>;
}
