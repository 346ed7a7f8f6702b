/** A number that a text draws: FNV-1a, 32 bits. It puts things in an order that means nothing and is the same again; nobody gains by guessing it. */
export function lotOf(text: string): number {
  let lot = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) lot = Math.imul(lot ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return lot;
}
