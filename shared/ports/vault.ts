/** Provider keys. */

/** Who reads a secret, and what for. */
export interface SecretPurpose {
  readonly purpose: string;
  readonly tenant: string;
  readonly consultationId: string;
}

/** Provider keys. */
export interface Vault {
  /** The value of a secret, after the use has been recorded; undefined if it is not set. `fresh` skips any cache. */
  use(secret: string, purpose: SecretPurpose, options?: { readonly fresh?: boolean }): Promise<string | undefined>;
  /** Whether a secret is set, without reading it for use. */
  has(secret: string): Promise<boolean>;
}
