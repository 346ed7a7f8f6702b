/**
 * Where lock files say that public packages come from. Put together from names, so that no file of this project holds an address that a
 * package could be installed from.
 */

const address = (...names: readonly string[]): string => `https://${names.join('.')}`;

/** Addresses by the kind of lock file. */
export const usualSources = {
  npm: `${address('registry', 'npmjs', 'org')}/`,
  yarn: `${address('registry', 'yarnpkg', 'com')}/`,
  pythonIndex: `${address('pypi', 'org')}/simple`,
  pythonFiles: `${address('files', 'pythonhosted', 'org')}/packages/`,
  crates: `registry+${address('github', 'com')}/rust-lang/crates.io-index`,
} as const;
