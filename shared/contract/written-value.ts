/** Values of variables as people and their tools write them. */

/**
 * The value without the white space around it, without a byte order mark, and without a pair of quotes that a tool has taken for a part
 * of it (`docker --env-file` does). No key has any of them.
 */
export function writtenValue(text: string): string {
  const bare = text.replace(/^\uFEFF/, '').trim();
  const quote = bare.charAt(0);
  const paired = bare.length >= 2 && ['"', "'", '`'].includes(quote) && bare.endsWith(quote);
  return paired ? bare.slice(1, -1).trim() : bare;
}
