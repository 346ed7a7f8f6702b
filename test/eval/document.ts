/** The blocks of a document that are regenerated, not typed. */

/** The document with its block of that name replaced; throws if the marks are not there. */
export function replaceBlock(document: string, block: string, name: 'eval' | 'running' | 'review' = 'eval'): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document has no block between ${begin} and ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${block}\n\n${document.slice(to)}`;
}
