/** Foreign words in Markdown. */
import { oneLine } from '../../../shared/domain/plain-text.ts';

/** Characters that are shown of one text. */
const usualLength = 500;

/** Signs by which GitHub and GitLab refer to people, issues and the like, also where they are written as entities: that is read at last. */
const referring: ReadonlySet<string> = new Set('@#!~$&%');
/** An element with nothing in it, so that no sign stands beside what it would refer to. */
const apart = '<span></span>';

/** Words on one line that are no Markdown, no HTML, no link and no mention of anybody. */
export function plainMarkdown(words: string, length = usualLength): string {
  const line = oneLine(words);
  const cut = line.length > length ? `${line.slice(0, length - 1)}…` : line;
  // The colon of an address is a sign, too: bare addresses become links. So do references such as #7, whose sign is among these.
  return cut.replaceAll(/[\\`*_{}[\]()#+!|~@&<>$%]|:(?=\/\/)|(?<=\bwww)\./gi, (sign, at: number) => {
    const next = cut[at + 1] ?? '';
    return `&#${sign.charCodeAt(0)};${referring.has(sign) && /[\p{L}\p{N}_"]/u.test(next) ? apart : ''}`;
  });
}

/** The same as code. */
export function plainCode(words: string): string {
  return `<code>${plainMarkdown(words)}</code>`;
}
