/** Why a program of other people has failed, in one line of what it has said. */

/** Lines that tell where something has happened, or who says so, and not what. */
const placeLine =
  /^\s*(?:at |File "|Traceback \(most recent|During handling of|The above exception|Node\.js v\d|\^+\s*$|[~^]+$|file:\/\/\S+:\d+$|[)\]}]|npm (?:notice|warn)|error: could not compile)/;
/** A line that names an error: the class of one, or a tool's own word for one. */
const errorLine = /(?:^|[\s.'"])[A-Z]\w*(?:Error|Exception|Problem)\b|\b(?:error|exception|failed|fatal|panicked|cannot|can't)\b/i;
/** As much of a line as a cell of a table has room for. */
const longest = 140;

/** The last line that names an error, or else the last one that says anything. */
export function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !placeLine.test(line));
  return excerpt(lines.findLast((line) => errorLine.test(line)) ?? lines.at(-1) ?? 'it has said nothing');
}

/** A text as a cell of a table has it. */
export function excerpt(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
