/** What Markdown becomes before it is drawn: a tree of few kinds of elements, each of them harmless, and text. */

/** Elements that hold others. There is none that loads, runs or submits anything. */
export type Tag =
  | 'a'
  | 'blockquote'
  | 'br'
  | 'code'
  | 'em'
  | 'heading'
  | 'hr'
  | 'li'
  | 'ol'
  | 'p'
  | 's'
  | 'strong'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul';

/** The direction of a block of text; undefined where it holds no letters, and then it is that of its surroundings. */
export type Direction = 'ltr' | 'rtl' | undefined;

export interface TextElement {
  readonly tag: Tag;
  readonly children: readonly TextNode[];
  readonly direction?: Direction;
  /** Of links: an address that may be opened. */
  readonly address?: string;
  /** Of ordered lists: the number of the first entry. */
  readonly start?: number;
  /** Of headings: 1 to 6. */
  readonly level?: number;
}

/** Text that keeps its lines and runs from left to right: code, or the source of a formula. */
export interface SourceBlock {
  readonly tag: 'source';
  readonly text: string;
  /** The language that the author named, or `formula`; empty where it is not known. */
  readonly language: string;
}

export type TextNode = string | TextElement | SourceBlock;

export interface TextTree {
  readonly children: readonly TextNode[];
  /** Of the text as a whole. */
  readonly direction: Direction;
}
