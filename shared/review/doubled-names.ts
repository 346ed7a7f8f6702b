/** Names that stand twice in one object: readers of JSON keep the last without a word. */

/** Characters of a name that are looked at. */
const nameLength = 200;

/** The first name that an object of a text has twice, by its letters alone; undefined if there is none. */
export function doubledName(text: string): string | undefined {
  const objects: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, Math.min(end, at + nameLength));
    const isName = !nest(token, objects) && /^\s{0,20}:/.test(text.slice(end, end + 21));
    const name = isName ? lettersOf(token) : '';
    const names = name === '' ? undefined : objects.at(-1);
    if (names?.has(name)) return name;
    names?.add(name);
    at = end;
  }
  return undefined;
}

/** Opens or closes an object or a list; false if the token does neither. */
function nest(token: string, objects: (Set<string> | undefined)[]): boolean {
  if (token === '{' || token === '[') objects.push(token === '{' ? new Set() : undefined);
  else if (token === '}' || token === ']') objects.pop();
  else return false;
  return true;
}

/** Where a text in quotes, a bare word or a sign ends. */
function tokenEnd(text: string, start: number): number {
  const sign = text[start] ?? '';
  if (opensText(text, start)) return textEnd(text, start, sign);
  let at = start + 1;
  if (/[\w$]/.test(sign)) while (/[\w$-]/.test(text[at] ?? '')) at += 1;
  return at;
}

/** A single quote opens a text only where a value or a key may begin. */
function opensText(text: string, at: number): boolean {
  return text[at] === '"' || (text[at] === "'" && /[[{:,]\s{0,9}$/.test(text.slice(Math.max(0, at - 10), at)));
}

function textEnd(text: string, start: number, sign: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== sign) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function lettersOf(name: string): string {
  const said = name.replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return said.toLowerCase().replaceAll(/[^a-z]/g, '');
}
