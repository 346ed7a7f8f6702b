/** The block of a document that is regenerated, not typed. */

const begin = '<!-- eval:begin -->';
const end = '<!-- eval:end -->';

/** The document with its marked block replaced; throws if the marks are not there. */
export function replaceBlock(document: string, block: string): string {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document has no block between ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${block}\n\n${document.slice(to)}`;
}
