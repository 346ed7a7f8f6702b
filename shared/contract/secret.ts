/** What a provider secret holds. */

/** The value with which the stack creates a provider's secret; until it is replaced, the secret counts as not set. */
export const unsetSecret = 'not-set';
