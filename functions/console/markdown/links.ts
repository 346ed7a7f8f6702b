/** Addresses that a text of others may lead to. */

const schemes = new Set(['http:', 'https:', 'mailto:']);

/** The address as a browser reads it, if it leads to a web page or a mailbox; undefined for everything else. */
export function openableAddress(written: string): string | undefined {
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  // A name before the host is there to be taken for the host.
  if (!schemes.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

/** What to show behind the words of a link, so that words cannot say one host and lead to another; undefined if they are the address. */
export function hostBehind(words: string, address: string): string | undefined {
  const { host, pathname, protocol } = new URL(address);
  const target = protocol === 'mailto:' ? pathname : host;
  const plain = words.trim().toLowerCase();
  const same = [address, address.replace(/\/$/, ''), target].some((form) => plain === form.toLowerCase());
  return same ? undefined : target;
}
