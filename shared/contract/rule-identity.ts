/**
 * What a finding of a program is about, so that it is known again where its lines have moved: its rule, its resource, the words of its
 * line, the lines that enclose it by their indentation, and the numbers that it names, such as a port. A finding about a whole resource has
 * no line of its own; there the lines of the resource count that say anything of what the rule is about, so that a second privileged
 * container is another finding than the first.
 */

/** The parts of a finding that say what it is about. */
export interface Located {
  readonly rule?: string | undefined;
  readonly resource?: string | undefined;
  readonly line?: number | undefined;
  readonly endLine?: number | undefined;
  readonly title: string;
}

/** Words of titles that say nothing of what a rule is about. */
const empty = new Set(
  'all allow allows and any apply are but ensure every for from has have kept minimize must not only possible should that the this use used uses where with your'.split(
    ' ',
  ),
);

/** What a finding is about, as one text. `lines` are those of its file. The cost is linear in the lines that it spans. */
export function aboutOf(finding: Located, lines: readonly string[]): string {
  const { rule = '', resource = '', line, title } = finding;
  // Without a line there is nothing to tell it by but what it says.
  const words = line === undefined ? [title] : wordsAt(finding, line, lines);
  return JSON.stringify([rule, resource, words, title.match(/\d[\w./:-]*/g) ?? []]);
}

function wordsAt({ endLine = 0, title }: Located, line: number, lines: readonly string[]): readonly string[] {
  const first = lines[line - 1]?.trim() ?? '';
  const enclosing = enclosingOf(line, lines);
  if (endLine <= line) return [...enclosing, first];
  const topics = new Set(termsOf(title));
  const rest = lines.slice(line, endLine).map((text) => text.trim());
  return [...enclosing, first, ...rest.filter((text) => termsOf(text).some((term) => topics.has(term)))];
}

/** The nearest line above with less indentation for each line; kept while a file is looked at. */
const parents = new WeakMap<readonly string[], readonly number[]>();
/** Lines that enclose one another: deeper nesting than this is nobody's. */
const mostEnclosing = 50;

function enclosingOf(line: number, lines: readonly string[]): readonly string[] {
  const known = parents.get(lines) ?? parentsOf(lines);
  parents.set(lines, known);
  const found: string[] = [];
  for (let at = known[line - 1] ?? -1; at >= 0 && found.length < mostEnclosing; at = known[at] ?? -1)
    found.unshift(lines[at]?.trim() ?? '');
  return found;
}

function parentsOf(lines: readonly string[]): readonly number[] {
  const open: { readonly at: number; readonly depth: number }[] = [];
  return lines.map((text, at) => {
    const depth = text.search(/\S/);
    if (depth < 0) return open.at(-1)?.at ?? -1;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const parent = open.at(-1)?.at ?? -1;
    open.push({ at, depth });
    return parent;
  });
}

/** The terms of a text, those of compound names each by itself. */
export function termsOf(text: string): readonly string[] {
  const apart = text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return (apart.match(/[a-z]{3,}/g) ?? [])
    .filter((word) => !empty.has(word))
    .map((word) => (word.length > 4 ? word.replace(/s$/, '') : word));
}
