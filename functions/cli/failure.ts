/**
 * What the process exits with where something keeps it from its answer. Until it is known which command was meant it may have been the gate,
 * for which 1 means that experts have said no. This module stands on nothing that could be missing.
 */
export const failure: { code: 1 | 2 } = { code: 2 };
