/** What people and experts write: Markdown drawn as they meant it, folded where it is long. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { readMarkdown } from '../markdown/read.ts';
import { type Bounds, beginningOf } from '../text/beginning.ts';
import { indentedJson } from '../text/indented-json.ts';
import { FoldButton } from './fold-button.tsx';
import { Markdown } from './markdown.tsx';
import { Source } from './source.tsx';

export interface ProseProps {
  readonly text: string;
  /** What is shown before it is unfolded. */
  readonly shown?: Bounds;
  /** Level of headings in the text: one below the heading that it stands under. */
  readonly headings?: 2 | 3 | 4;
}

const usual: Bounds = { characters: 1200, lines: 24 };

export function Prose({ text, shown = usual, headings = 4 }: ProseProps) {
  const open = useSignal(false);
  const beginning = useMemo(() => beginningOf(text, shown), [text, shown]);
  return (
    <div class="prose">
      <Drawn text={open.value ? text : beginning} headings={headings} />
      {beginning.length < text.length && <FoldButton open={open} text={text} />}
    </div>
  );
}

function Drawn({ text, headings }: Required<Pick<ProseProps, 'text' | 'headings'>>) {
  const json = useMemo(() => indentedJson(text), [text]);
  const tree = useMemo(() => (json === undefined ? readMarkdown(text) : undefined), [text, json]);
  if (json !== undefined) return <Source text={json} language="json" />;
  if (tree) return <Markdown tree={tree} headings={headings} />;
  return <div class="words mixed">{text}</div>;
}
