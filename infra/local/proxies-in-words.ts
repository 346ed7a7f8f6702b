/** The proxies on the way out of the machine, as the greeting names them. */

/** One line for each that something goes through, or for both kinds of address where they share it; none where the way is direct. */
export function proxiesInWords(proxyFor: (url: URL) => string | undefined): readonly string[] {
  const [forHttps, forHttp] = ['https', 'http'].map((scheme) => proxyFor(new URL(`${scheme}://api.example`)));
  if (forHttps === forHttp) return forHttps === undefined ? [] : [`what is asked of other machines goes through the proxy ${forHttps}`];
  return [
    ['https:', forHttps],
    ['http:', forHttp],
  ].map(
    ([scheme, proxy]) =>
      `what is asked of other machines by ${scheme} goes ${proxy === undefined ? 'there directly' : `through the proxy ${proxy}`}`,
  );
}
