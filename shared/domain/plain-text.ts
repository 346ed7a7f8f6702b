/**
 * Foreign text as it may be shown: what experts, providers, servers and file names say must neither steer a terminal nor form a command
 * of the build whose log it stands in, nor look like lines of ours. Everything foreign that is shown goes through here.
 */

const esc = '\u001B';
const bell = '\u0007';
/** Colours, which only we use. */
const color = new RegExp(`(${esc}\\[[\\d;]{1,20}m)`);
/** Escape sequences that carry a text, such as a title or a clipboard. Each ends where another begins. */
const commands = new RegExp(
  `(?:${esc}[\\]PX^_]|[\u0090\u0098\u009D-\u009F])[^${bell}${esc}\u0080-\u009F\n]*(?:${bell}|${esc}\\\\|\u009C)`,
  'g',
);
/** Those that carry numbers. */
const sequences = new RegExp(`(?:${esc}\\[|\u009B)[0-?]{0,64}[ -/]{0,8}[@-~]`, 'g');

/** Characters of one line that are looked at. */
const lineLength = 20_000;

/** One line. */
export function oneLine(text: string): string {
  return withoutCommands(
    bare(text.slice(0, lineLength).replaceAll(/[\s\u0085]/gu, ' '))
      .replaceAll(/ {2,}/g, ' ')
      .trim(),
  );
}

/** The lines of a longer text, each by itself. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => withoutCommands(bare(line.replaceAll('\t', '  '))).trimEnd())
    .join('\n');
}

/** A value as JSON that holds the same value, but no character and no run of characters that a terminal or a build acts on. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => (sign === '\n' ? sign : escaped(sign)))
    .replaceAll('##', String.raw`#\u0023`)
    .replaceAll('::', String.raw`:\u003a`);
}

/**
 * What is about to be written, with our colours in it: the last look, for text that nobody thought of as foreign. Only line feeds and
 * colours pass.
 */
export function plainOutput(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split(color)
        .map((part, index) => (index % 2 === 1 ? part : bare(part)))
        .join(''),
    )
    .map(withoutCommands)
    .join('\n');
}

/** Without escape sequences, controls, format characters (bidi among them) and halves of surrogate pairs. */
function bare(text: string): string {
  return text
    .replaceAll(commands, '')
    .replaceAll(sequences, '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '');
}

/** Builds take `::name::` for a command at the begin of a line, and `##[name]`, `##vso[…]` or `##teamcity[…]` anywhere. */
function withoutCommands(line: string): string {
  return line.replaceAll(/##(?=[\w.-]{0,40}\[)/g, '# #').replaceAll(/(?<![\p{L}\p{N}_>)\]]):(?=:)/gu, ': ');
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
