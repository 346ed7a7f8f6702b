/** Numbers from a name: the same name gives the same order on every machine, so a run can be repeated to the bit. */

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

/** A generator of numbers from 0 to below 1 (mulberry32), seeded by a name. */
export function randomFrom(name: string): () => number {
  let state = hash(name);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates, seeded by a name. The input stays as it is. */
export function shuffled<Value>(values: readonly Value[], name: string): Value[] {
  const result = [...values];
  const next = randomFrom(name);
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    const held = result[at] as Value;
    result[at] = result[other] as Value;
    result[other] = held;
  }
  return result;
}
