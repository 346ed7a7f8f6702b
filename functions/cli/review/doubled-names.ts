/** Names that stand twice in one object: readers of JSON keep the last without a word. */

/** Characters of a name that are looked at. */
const nameLength = 200;

/** The first name that an object of a text has twice, by its letters alone; undefined if there is none. */
export function doubledName(text: string): string | undefined {
  const objects: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, Math.min(end, at + nameLength));
    if (token === '{') objects.push(new Set());
    else if (token === '[') objects.push(undefined);
    else if (token === '}' || token === ']') objects.pop();
    else if (/^\s{0,20}:/.test(text.slice(end, end + 21))) {
      const name = lettersOf(token);
      const names = objects.at(-1);
      if (name !== '' && names?.has(name)) return name;
      if (name !== '') names?.add(name);
    }
    at = end;
  }
  return undefined;
}

/** Where a text in quotes, a bare word or a sign ends. */
function tokenEnd(text: string, start: number): number {
  const sign = text[start] ?? '';
  let at = start + 1;
  // A single quote opens a text only where a value or a key may begin.
  if (sign === '"' || (sign === "'" && /[[{:,]\s{0,9}$/.test(text.slice(Math.max(0, start - 10), start)))) {
    while (at < text.length && text[at] !== sign) at += text[at] === '\\' ? 2 : 1;
    return Math.min(at + 1, text.length);
  }
  if (/[\w$]/.test(sign)) while (/[\w$-]/.test(text[at] ?? '')) at += 1;
  return at;
}

function lettersOf(name: string): string {
  const said = name.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return said.toLowerCase().replaceAll(/[^a-z]/g, '');
}
