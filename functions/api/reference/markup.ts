/** HTML that cannot be broken out of: whatever is put into a template is escaped, unless it is markup already. */

/** Markup that is good to send. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Part = Markup | string | number | undefined | readonly Part[];

/** Puts markup together; texts in it are escaped, lists joined, undefined left out. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(pieces.map((piece, index) => (index === 0 ? piece : write(parts[index - 1]) + piece)).join(''));
}

function write(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.html;
  if (typeof part === 'object') return part.map(write).join('');
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A text in which `backticks` mark code. */
export function prose(text: string): Markup {
  return new Markup(
    text
      .split(/`([^`]*)`/)
      .map((piece, index) => (index % 2 === 0 ? escaped(piece) : `<code>${escaped(piece)}</code>`))
      .join(''),
  );
}

/** Paragraphs of prose, apart by empty lines. */
export function paragraphs(text: string | undefined): Markup {
  return html`${(text ?? '')
    .split(/\n\n+/)
    .filter(Boolean)
    .map((paragraph) => html`<p>${prose(paragraph)}</p>`)}`;
}
