/** The only place where the command line writes to its two streams, so that nothing is shown as it came. */
import colors from 'picocolors';
import { oneLine, plainJson, plainOutput } from '../../shared/domain/plain-text.ts';

/** Colours for a stream: a terminal shows them, and a file or the log of a build holds none unless `FORCE_COLOR` asks for them. */
function colorsFor(stream: NodeJS.WriteStream): ReturnType<typeof colors.createColors> {
  const { NO_COLOR: none = '', FORCE_COLOR: forced = '', TERM: terminal } = process.env;
  return colors.createColors(none === '' && ((forced !== '' && forced !== '0') || (stream.isTTY === true && terminal !== 'dumb')));
}

/** Colours of the output, and of the progress beside it. */
export const paint = colorsFor(process.stdout);
export const paintProgress = colorsFor(process.stderr);

/** Where a bar of progress draws itself. */
export const progressStream = process.stderr;

/** Prints lines. */
export function print(lines: string): void {
  process.stdout.write(`${plainOutput(lines)}\n`);
}

/** Prints a value as JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${plainJson(value)}\n`);
}

/** Prints a document whose every text has been made plain as its form wants it. */
export function printText(document: string): void {
  process.stdout.write(document);
}

/** Tells of progress, warnings and errors on the error stream, so that the result alone stands on the output. */
export function tell(lines: string): void {
  process.stderr.write(`${plainOutput(lines)}\n`);
}

/** A note of a build at a place. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly properties: Readonly<Record<string, string | number | null>>;
  readonly message: string;
}

/** Prints annotations as GitHub Actions reads them: the only commands of a build that are written on purpose. */
export function printAnnotations(annotations: readonly Annotation[]): void {
  for (const { level, properties, message } of annotations) {
    const given = Object.entries(properties).filter(([, value]) => value !== null);
    const written = given.map(([name, value]) => `${name}=${encoded(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
    process.stdout.write(`::${level} ${written.join(',')}::${encoded(message)}\n`);
  }
}

function encoded(text: string): string {
  return oneLine(text).replaceAll('%', '%25');
}
