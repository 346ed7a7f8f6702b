/** Recorded answers of real models to one question: a row as `{"q", "a": […]}`, `{"q", "raw": […]}` or `{"id", "v": "ACB-"}`. */
import * as z from 'zod';

const answers = z.array(z.union([z.string(), z.number(), z.null()]));

/** One recorded row. Arrays, and the characters of `v` and `pred`, follow the list of models. */
const recordingRow = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  q: z.string().optional(),
  options: z.array(z.string()).optional(),
  models: z.array(z.string()).optional(),
  /** Short answers. */
  a: answers.optional(),
  /** Whole replies. */
  raw: answers.optional(),
  /** One letter a model; `-` was no answer, `.` was not asked. */
  v: z.string().optional(),
  pred: z.string().optional(),
});
export type Recording = z.infer<typeof recordingRow>;

/** Whether a row of a script holds recorded answers. */
export function isRecording(row: object): boolean {
  return 'q' in row || ('id' in row && ['a', 'raw', 'v', 'pred'].some((field) => field in row));
}

/** Parses a recorded row; throws zod's error. */
export function parseRecording(row: object): Recording {
  return recordingRow.parse(row);
}

/** What the recording answers: its question, or its id where the text was not kept. */
export function questionOf({ q, id }: Recording): string {
  return (q ?? String(id)).trim();
}

/** Of several recordings of one question, the one with the same options, else the first. */
export function recordingFor(recordings: readonly Recording[], options: readonly string[] | undefined): Recording | undefined {
  const wanted = JSON.stringify(options?.map((option) => option.trim()));
  return recordings.find((recording) => JSON.stringify(recording.options?.map((option) => option.trim())) === wanted) ?? recordings[0];
}

/**
 * What `model` answered; null if it gave no answer, undefined if it is not in the recording. A model named `name#a` gives its short
 * answer, any other its whole reply where there is one. Of the `lists` of models the first of the right length is the row's.
 */
export function answerOf(recording: Recording, model: string, lists: readonly (readonly string[])[]): string | null | undefined {
  const short = model.endsWith('#a');
  const values = valuesOf(recording, short);
  const models = [recording.models ?? [], ...lists].find((list) => list.length === values.length);
  const value = values[models?.indexOf(short ? model.slice(0, -2) : model) ?? -1];
  return typeof value === 'number' ? String(value) : value;
}

function valuesOf({ a, raw, v, pred }: Recording, short: boolean): readonly (string | number | null)[] {
  return (short ? a : (raw ?? a)) ?? (v ?? pred ?? '').split('').map(voteOf);
}

function voteOf(letter: string): string | null {
  return letter === '-' || letter === '.' ? null : letter;
}
