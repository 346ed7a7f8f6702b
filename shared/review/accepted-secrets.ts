/** Credentials that somebody has looked at and accepts: fixtures, examples, revoked keys. */
/** What is accepted: a path, a path with a rule, or a fingerprint. */
export type Allowed = (secret: { readonly file: string; readonly rule: string; readonly fingerprint: string }) => boolean;

/** By the places that flags name. */
export function allowedBy(places: readonly string[]): Allowed {
  const named = new Set(places);
  return ({ file, rule, fingerprint }) => named.has(file) || named.has(`${file}:${rule}`) || named.has(fingerprint);
}
