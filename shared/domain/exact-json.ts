/** What strict JSON allows and every reader takes for something else: each keeps another one of two members, and halves of characters get lost. */

/** What is wrong, and in which field. */
export interface Inexact {
  readonly field: string;
  readonly message: string;
}

/** What of a JSON text and its value could be another thing to another reader; undefined if nothing is. */
export function inexactPart(json: string, value: unknown): Inexact | undefined {
  const doubled = doubledMember(json);
  return doubled === undefined ? inexactValue(value) : { field: doubled, message: 'stands twice in one object: give it once' };
}

/** An object or a list that is open: where it stands, and what of it has come. */
interface Level {
  readonly path: string;
  /** The names of an object so far; absent for a list. */
  readonly names?: Set<string>;
  /** The member that is being read. */
  member: string | number;
  /** Whether the next text is a name. */
  isNameNext: boolean;
}

/** The path of the first member that an object of a JSON text has twice. One pass that steps over texts, so that an image costs nothing. */
export function doubledMember(json: string): string | undefined {
  const open: Level[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at] ?? '';
    if (sign !== '"') {
      if (marks.has(sign)) turn(open, sign);
      continue;
    }
    const end = endOfText(json, at);
    const doubled = readText(open.at(-1), json.slice(at, end + 1));
    if (doubled !== undefined) return doubled;
    at = end;
  }
  return undefined;
}

/** Takes a text in; the path of the name that it is, if the object has that already. */
function readText(level: Level | undefined, text: string): string | undefined {
  if (level?.names === undefined || !level.isNameNext) return undefined;
  const name = nameIn(text);
  if (level.names.has(name)) return within(level.path, name);
  level.names.add(name);
  level.member = name;
  level.isNameNext = false;
  return undefined;
}

const marks: ReadonlySet<string> = new Set('{[]},');

/** Goes on behind a mark of objects and lists. */
function turn(open: Level[], sign: string): void {
  const level = open.at(-1);
  if (sign === '{' || sign === '[') open.push(opened(sign, level));
  else if (sign !== ',') open.pop();
  else if (level !== undefined) next(level);
}

function opened(sign: string, level: Level | undefined): Level {
  const path = level === undefined ? '' : within(level.path, level.member);
  return sign === '{' ? { path, names: new Set(), member: '', isNameNext: true } : { path, member: 0, isNameNext: false };
}

function next(level: Level): void {
  if (typeof level.member === 'number') level.member += 1;
  else level.isNameNext = true;
}

/** Where the text that begins here ends: at the first quote behind an even number of backslashes. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}

function nameIn(text: string): string {
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}

function within(path: string, member: string | number): string {
  return path === '' ? String(member) : `${path}.${member}`;
}

/** The first text with half a character, or number that a double cannot hold. */
function inexactValue(whole: unknown): Inexact | undefined {
  const open = [{ value: whole, field: '' }];
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, field } = place;
    const message = faultOf(value);
    if (message !== undefined) return { field, message };
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (!name.isWellFormed()) return { field, message: `has a member whose name ${halfPair}` };
      open.push({ value: inner, field: within(field, name) });
    }
  }
  return undefined;
}

const halfPair = 'holds half a surrogate pair (\\ud800 to \\udfff alone), which is no character';

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : halfPair;
  return typeof value === 'number' && !Number.isFinite(value) ? 'is beyond the range of JSON numbers (IEEE 754)' : undefined;
}
