/** What the headers of a request say of its body. */

/** What in them speaks against reading it; to read it all the same would change what was sent. */
export function whyNotRead(headers: Headers): string | undefined {
  const [type = '', ...parameters] = header(headers, 'content-type').split(';');
  if (type.trim() !== 'application/json' && !type.trim().endsWith('+json')) return 'send content-type: application/json';
  return whyOtherCharset(parameters) ?? whyEncoded(header(headers, 'content-encoding').trim());
}

function header(headers: Headers, name: string): string {
  return (headers.get(name) ?? '').slice(0, 200).toLowerCase();
}

function whyOtherCharset(parameters: readonly string[]): string | undefined {
  const named = parameters.map((parameter) => /^charset="?([^"]{0,40})/.exec(parameter.trim())?.[1]).find((name) => name !== undefined);
  return named === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(named) ? undefined : `JSON is sent in UTF-8, not in ${named}`;
}

function whyEncoded(encoding: string): string | undefined {
  if (encoding === '' || encoding === 'identity') return undefined;
  return `send the body as it is: Content-Encoding ${encoding.slice(0, 40)} is not taken`;
}
