/**
 * Reads Markdown that others have written. HTML in it stays text, images are named and not loaded, and what is too long or too deeply
 * nested to be drawn is not read at all.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { directionOf } from './direction.ts';
import { findFormulas } from './formulas.ts';
import { openableAddress } from './links.ts';
import type { Tag, TextElement, TextNode, TextTree } from './tree.ts';

/** Characters that are read: an answer may have 300,000, and drawing them all would hold up the page. */
export const readMax = 100_000;
/** Elements that are drawn: a page with more of them stands still. */
const elementsMax = 12_000;
/** Blocks within blocks. The parser drops what lies deeper than its own limit, so a text that comes near it is shown as it is. */
const depthMax = 30;

// A single line feed stays one: plain text keeps its lines.
const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false, breaks: true });
findFormulas(parser);
/** Reads blocks and not what stands in their lines. */
const blocks = new MarkdownIt('default').disable('inline');
// A link that leads elsewhere stays as it was written, so that nothing is hidden.
parser.validateLink = (address) => openableAddress(address) !== undefined;

/** The tree of a text, or undefined if it had better be shown as it is: too long, too deep, or of too many parts. */
export function readMarkdown(text: string): TextTree | undefined {
  if (text.length > readMax) return undefined;
  const tokens = parser.parse(text, {});
  const count = tokens.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0);
  if (count > elementsMax || tokens.some(isTooDeep)) return undefined;
  return { children: treeOf(tokens), direction: directionOf(proseOf(tokens)) };
}

function isTooDeep({ level, children }: Token): boolean {
  return level > depthMax || (children?.some(isTooDeep) ?? false);
}

/** The fenced and indented code of a text, in its order; empty where the text cannot be read. */
export function codeBlocks(text: string): readonly string[] {
  if (text.length > readMax * 4) return [];
  return blocks.parse(text, {}).flatMap(({ type, content }) => (type === 'fence' || type === 'code_block' ? [content] : []));
}

interface Open {
  readonly element: Omit<TextElement, 'children'>;
  readonly children: TextNode[];
}

/** Opening and closing tokens as a tree, without recursion: the depth of a text is its author's choice. */
function treeOf(tokens: readonly Token[]): readonly TextNode[] {
  const root: TextNode[] = [];
  const open: Open[] = [];
  for (const [at, token] of tokens.entries()) {
    const siblings = open.at(-1)?.children ?? root;
    if (token.nesting === 1) open.push({ element: opening(token, tokens[at + 1]), children: [] });
    else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed) (open.at(-1)?.children ?? root).push(...finish(closed));
    } else siblings.push(...leaf(token));
  }
  return root;
}

const tags: Readonly<Record<string, Tag>> = {
  blockquote: 'blockquote',
  bullet_list: 'ul',
  em: 'em',
  heading: 'heading',
  link: 'a',
  list_item: 'li',
  ordered_list: 'ol',
  paragraph: 'p',
  s: 's',
  strong: 'strong',
  table: 'table',
  tbody: 'tbody',
  td: 'td',
  th: 'th',
  thead: 'thead',
  tr: 'tr',
};

/** Blocks that hold a line of text, and so have a direction of their own. */
const textual: readonly Tag[] = ['heading', 'p', 'td', 'th'];

function opening(token: Token, next: Token | undefined): Omit<TextElement, 'children'> {
  const tag = tags[token.type.replace(/_open$/, '')] ?? 'p';
  const direction = textual.includes(tag) && next?.type === 'inline' ? directionOf(proseOf([next])) : undefined;
  return { tag, ...attributesOf(tag, token), ...(direction === undefined ? {} : { direction }) };
}

function attributesOf(tag: Tag, token: Token): Partial<TextElement> {
  if (tag === 'a') return { address: openableAddress(token.attrGet('href') ?? '') ?? '' };
  if (tag === 'ol') return { start: Number(token.attrGet('start') ?? 1) };
  return tag === 'heading' ? { level: Number(token.tag.slice(1)) } : {};
}

/** A link that leads nowhere harmless is its words. An entry of a list runs as the first text in it does. */
function finish({ element, children }: Open): readonly TextNode[] {
  if (element.tag === 'a' && element.address === '') return children;
  if (element.tag !== 'li') return [{ ...element, children }];
  const first = children.find((child) => typeof child === 'object' && child.tag === 'p');
  const direction = typeof first === 'object' && first.tag === 'p' ? first.direction : undefined;
  return [{ ...element, children, ...(direction === undefined ? {} : { direction }) }];
}

/** Tokens without an end of their own; what is not listed is text. */
const leaves: Readonly<Record<string, (token: Token) => TextNode>> = {
  fence: codeOf,
  code_block: codeOf,
  formula_block: ({ content }) => ({ tag: 'source', text: content, language: 'formula' }),
  formula: ({ content }) => ({ tag: 'code', children: [content] }),
  code_inline: ({ content }) => ({ tag: 'code', children: [content] }),
  hardbreak: () => ({ tag: 'br', children: [] }),
  softbreak: () => ({ tag: 'br', children: [] }),
  hr: () => ({ tag: 'hr', children: [] }),
  image: imageOf,
};

function leaf(token: Token): readonly TextNode[] {
  if (token.type === 'inline') return treeOf(token.children ?? []);
  const found = leaves[token.type]?.(token) ?? token.content;
  return found === '' ? [] : [found];
}

function codeOf({ content, info }: Token): TextNode {
  const [language = ''] = info.trim().split(/\s/);
  return { tag: 'source', text: content.replace(/\n$/, ''), language: language.slice(0, 30) };
}

/** An image is a link to it: loading it would reveal to its host who reads this. */
function imageOf(token: Token): TextNode {
  const address = openableAddress(token.attrGet('src') ?? '');
  const words = `image: ${token.content || 'without a description'}`;
  return address === undefined ? `[${words}]` : { tag: 'a', address, children: [words] };
}

/** The text of inline tokens without code and formulas, which have a direction of their own. */
function proseOf(tokens: readonly Token[]): string {
  return tokens
    .flatMap(({ type, content, children }) => (type === 'inline' ? (children ?? []) : [{ type, content }]))
    .filter(({ type }) => type === 'text' || type === 'image')
    .map(({ content }) => content)
    .join(' ');
}
