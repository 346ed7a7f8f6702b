/** Draws the tree of a text as elements of the page; no text of it is ever read as HTML. */
import { type ComponentChildren, createElement } from 'preact';
import { hostBehind } from '../markdown/links.ts';
import type { TextElement, TextNode, TextTree } from '../markdown/tree.ts';
import { Source } from './source.tsx';

export interface MarkdownProps {
  readonly tree: TextTree;
  /** Level of the headings of the text: all stand one below what it belongs to. */
  readonly headings: 2 | 3 | 4;
}

export function Markdown({ tree: { children, direction }, headings }: MarkdownProps) {
  return (
    <div class="markdown" dir={direction ?? 'auto'}>
      {draw(children, headings)}
    </div>
  );
}

function draw(nodes: readonly TextNode[], headings: 2 | 3 | 4): ComponentChildren {
  return nodes.map((node, at) => {
    if (typeof node === 'string') return node;
    if (node.tag === 'source') return <Source key={at} text={node.text} language={node.language} />;
    return <Drawn key={at} element={node} headings={headings} />;
  });
}

function Drawn({ element, headings }: { readonly element: TextElement; readonly headings: 2 | 3 | 4 }) {
  const { tag: Tag, direction: dir, children } = element;
  const inner = draw(children, headings);
  switch (Tag) {
    case 'br':
    case 'hr':
      return <Tag />;
    case 'code':
      return <code dir="ltr">{inner}</code>;
    case 'a':
      return <Link element={element}>{inner}</Link>;
    case 'table':
      return <Table>{inner}</Table>;
    case 'heading':
      return createElement(`h${headings}`, { dir, 'data-level': element.level }, inner);
    default:
      return createElement(Tag, { dir, start: element.start, scope: Tag === 'th' ? 'col' : undefined }, inner);
  }
}

function Link({
  element: { address = '', children: words },
  children,
}: {
  readonly element: TextElement;
  readonly children: ComponentChildren;
}) {
  const host = hostBehind(textOf(words), address);
  return (
    <>
      <a href={address} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
      {host !== undefined && (
        <>
          {' '}
          <small class="host" dir="ltr">
            ({host})
          </small>
        </>
      )}
    </>
  );
}

function Table({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="scroll" tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

function textOf(nodes: readonly TextNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : node.tag === 'source' ? node.text : textOf(node.children))).join('');
}
