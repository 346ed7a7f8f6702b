/**
 * What a finding is about by what stands there, whatever the layout: the keys that lead to it in YAML and JSON, else the statement and the
 * blocks around it. By this a finding is known again where its file was formatted anew, keys were reordered, or a list was made shorter.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { termsOf } from '../contract/rule-identity.ts';
import type { RuleFinding } from '../contract/rules.ts';
import { imageAt, statementAt } from './statements.ts';

/** Things that begin at a line, by the path to each, with what they say. */
export type Things = ReadonlyMap<string, ReadonlySet<string>>;

/** Files with more nodes are not looked at. */
const mostNodes = 50_000;
/** Where more begin at one line, nobody can tell which is meant. */
const mostAtLine = 40;

/** What one finding may be about, in one text. */
export type ThingsIn = (finding: RuleFinding) => Things;

/** Whether a finding is about a whole block or resource: a statement of SQL or a Dockerfile is one thing on however many lines. */
export function isOfWhole({ file, line, endLine }: RuleFinding): boolean {
  return endLine > line && !/\.sql$/i.test(file) && !isDockerfile(file);
}

function isDockerfile(path: string): boolean {
  return /(^|\.)(Docker|Container)file/i.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Words that say nothing of what a rule is about where a whole resource is: its own type, and how titles say that something is wanted. */
const wanted = new Set(['configured', 'enabled', 'level']);

/** What a rule says of a whole resource, without the words of the resource's type: a new `instance_type` changes no profile of an instance. */
function topicsOf(title: string, type: string): ReadonlySet<string> {
  const all = termsOf(title);
  const own = all.filter((term) => !wanted.has(term) && !type.toLowerCase().includes(term));
  return new Set(own.length > 0 ? own : all);
}

/** Reads a text, and finds the things of findings in it. */
export function thingsIn(path: string, text: string): ThingsIn {
  const lines = text.split('\n');
  const tree = /\.(tf|tofu|hcl|sql)$/i.test(path) ? undefined : treeOf(text);
  return (finding) => {
    const { line, title } = finding;
    const isWhole = isOfWhole(finding);
    const image = isDockerfile(path) ? imageAt(lines, line) : undefined;
    if (image !== undefined) return new Map([[`FROM ${image}`, new Set<string>()]]);
    if (tree === undefined) return statementAt(path, lines, line, isWhole ? isAbout(topicsOf(title, lines[line - 1] ?? '')) : undefined);
    const here = tree.get(line) ?? [];
    if (here.length > mostAtLine) return new Map();
    // Of what begins there a whole resource is the outermost.
    const meant = isWhole ? here.slice(0, 1) : here;
    return new Map(meant.map(({ at, texts }) => [at, new Set(isWhole ? about(texts(), title) : texts())]));
  };
}

/** What a resource says of what a rule is about. */
function about(texts: readonly string[], title: string): readonly string[] {
  const type = texts.find((text) => text.startsWith('/Type=')) ?? '';
  return texts.filter(isAbout(topicsOf(title, type)));
}

function isAbout(topics: ReadonlySet<string>): (words: string) => boolean {
  return (words) => termsOf(words).some((term) => topics.has(term));
}

/** Whether two findings of one rule, which say the same, are about the same thing. What says less than before is no new one. */
export function isSameThing(now: RuleFinding, present: Things, former: Things): boolean {
  const isWhole = isOfWhole(now);
  return [...present].some(([path, texts]) => {
    const known = former.get(path);
    // About a whole resource a rule may miss something, so nothing that is about it may have gone.
    return known !== undefined && [...texts].every((text) => known.has(text)) && (!isWhole || known.size === texts.size);
  });
}

/** A node at its line. */
interface Standing {
  readonly at: string;
  readonly texts: () => readonly string[];
}

/** All nodes of the documents of a text by their lines; undefined where it is no tree. */
function treeOf(text: string): ReadonlyMap<number, readonly Standing[]> | undefined {
  const counter = new LineCounter();
  const documents = parsed(text, counter);
  if (documents === undefined) return undefined;
  const found = new Map<number, Standing[]>();
  let left = mostNodes;
  for (const [index, contents] of documents.entries()) {
    for (const { start, path, node } of nodesIn(contents, [documentName(contents, index)])) {
      left -= 1;
      if (left < 0) return undefined;
      const { line } = counter.linePos(start);
      const here = found.get(line);
      const standing = { at: JSON.stringify(path), texts: () => textsOf(node, '') };
      if (here === undefined) found.set(line, [standing]);
      else here.push(standing);
    }
  }
  return found;
}

/** A node, where it or its key begins, and the keys that lead to it. */
interface Reached {
  readonly start: number;
  readonly path: readonly string[];
  readonly node: unknown;
}

/** A node and all below it, parents first. */
function* nodesIn(node: unknown, path: readonly string[], key?: unknown): Generator<Reached> {
  if (!isNode(node)) return;
  const start = (isNode(key) ? key : node).range?.[0];
  if (start !== undefined) yield { start, path, node };
  if (isMap(node)) for (const pair of node.items) yield* nodesIn(pair.value, [...path, nameOf(pair.key)], pair.key);
  if (isSeq(node)) for (const item of node.items) yield* nodesIn(item, [...path, itemName(item)]);
}

function parsed(text: string, lineCounter: LineCounter): readonly (Node | null)[] | undefined {
  const documents = parseAllDocuments(text, { lineCounter, logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
  const contents = documents.map((document) => document.contents);
  return contents.some((node) => isMap(node) || isSeq(node)) ? contents : undefined;
}

/** What a node says: each text with the keys below the node that lead to it. Items of a list stand where the list does. */
function textsOf(node: unknown, path: string): readonly string[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => textsOf(value, `${path}/${nameOf(key)}`));
  if (isSeq(node)) return node.items.flatMap((item) => textsOf(item, isScalar(item) ? path : `${path}/${itemName(item)}`));
  if (isAlias(node)) return [`${path}*${node.source}`];
  return [`${path}=${nameOf(node)}`];
}

function nameOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : '';
}

/** Items are known by their names, and texts by themselves. */
function itemName(item: unknown): string {
  if (!isMap(item)) return nameOf(item);
  const named = ['name', 'Sid', 'id', 'Id', 'Key'].map((key) => item.get(key)).find((value) => typeof value === 'string');
  return named === undefined ? '[]' : String(named);
}

function documentName(node: Node | null, index: number): string {
  if (!isMap(node) || !node.has('kind')) return String(index);
  return [node.get('kind'), node.getIn(['metadata', 'namespace']), node.getIn(['metadata', 'name'])].map(String).join('/');
}
