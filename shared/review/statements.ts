/** The statement at a line of a text that is no tree: of SQL, of a Dockerfile, of Terraform. */

/** Statements of more lines are cut. */
const mostLines = 200;

/** The statement at a line by the blocks around it, with its words; of a whole block its lines that are about something. */
export function statementAt(
  path: string,
  lines: readonly string[],
  line: number,
  isAbout: ((words: string) => boolean) | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const isSql = /\.sql$/i.test(path);
  const [from, to] = isSql ? betweenSigns(lines, line - 1) : belowOneAnother(lines, line - 1);
  const own = lines.slice(from, to + 1);
  const around = isSql ? [] : blocksAround(lines, from);
  const said = isAbout === undefined ? own.flatMap(wordsOf) : own.filter(isAbout).map((text) => wordsOf(text).join(' '));
  const head = isAbout === undefined ? [] : wordsOf(own[0] ?? '');
  return new Map([[JSON.stringify([around, head]), new Set(said)]]);
}

/**
 * The image that a `FROM` names, without its version and the name of its stage. Above the first one nothing is said of any: a finding that
 * stands there is about the whole file. Undefined of other lines.
 */
export function imageAt(lines: readonly string[], line: number): string | undefined {
  const first = lines.findIndex((text) => /^\s*FROM\s/i.test(text));
  const at = line - 1 < first && lines.slice(0, line).every(isAbove) ? first : line - 1;
  const [, image] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(lines[at] ?? '') ?? [];
  return image === undefined ? undefined : withoutVersion(image);
}

/** Behind the last slash a colon begins a version, before it a port. */
function withoutVersion(image: string): string {
  const [name = ''] = image.split('@', 1);
  const tag = name.indexOf(':', name.lastIndexOf('/') + 1);
  return tag < 0 ? name : name.slice(0, tag);
}

/** Whether a line says nothing of an image yet. */
function isAbove(text: string): boolean {
  return /^\s*(?:#|ARG\s|FROM\s|$)/i.test(text);
}

/** Without case, quotes and what only parts words. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\w$.:/@*%?!<>+-]+/g) ?? [];
}

/** From the statement's first line to its semicolon. */
function betweenSigns(lines: readonly string[], at: number): readonly [number, number] {
  const ends = (text: string | undefined) => text === undefined || text.trimEnd().endsWith(';') || text.trim().startsWith('--');
  let from = at;
  while (from > 0 && at - from < mostLines && !ends(lines[from - 1])) from -= 1;
  let to = at;
  while (to < lines.length - 1 && to - at < mostLines && !ends(lines[to])) to += 1;
  return [from, to];
}

/** Lines that go on behind a backslash, or until their brackets close. */
function belowOneAnother(lines: readonly string[], at: number): readonly [number, number] {
  const goesOn = (text: string | undefined) => text?.trimEnd().endsWith('\\') === true;
  let from = at;
  while (from > 0 && at - from < mostLines && goesOn(lines[from - 1])) from -= 1;
  let [to, open] = [from, depthOf(lines[from])];
  while (to < lines.length - 1 && to - from < mostLines && (goesOn(lines[to]) || open > 0)) {
    to += 1;
    open += depthOf(lines[to]);
  }
  return [from, to];
}

/** The lines that open the blocks in which a line stands, the outermost first. */
function blocksAround(lines: readonly string[], at: number): readonly string[] {
  const around: string[] = [];
  let closed = 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    const depth = depthOf(lines[index]);
    if (depth > closed) around.unshift(wordsOf(lines[index] ?? '').join(' '));
    closed = Math.max(0, closed - depth);
  }
  return around;
}

/** How many brackets a line opens more than it closes. */
function depthOf(text = ''): number {
  return (text.match(/[{[(]/g)?.length ?? 0) - (text.match(/[}\])]/g)?.length ?? 0);
}
