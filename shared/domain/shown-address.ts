/** The address of a receiver as it may be shown: the rest of it may hold a secret of the receiver. */
export function shownAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
