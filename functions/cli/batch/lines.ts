/** The questions of a batch: every line is checked before the first is asked. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { lineKey } from '../../../shared/contract/batch.ts';
import { isEmpty } from '../../../shared/contract/or-empty.ts';
import { type NewConsultation, newConsultation } from '../../../shared/contract/question.ts';
import { inexactPart } from '../../../shared/domain/exact-json.ts';
import { type FieldError, InvalidInput } from '../../../shared/errors.ts';
import { refusalOf } from '../../../shared/runtime/define-function.ts';

/** A line that is to be asked. */
export interface BatchLine {
  /** From 1, as editors count. */
  readonly line: number;
  readonly key: string | undefined;
  readonly body: NewConsultation;
  /** Tells it from all other lines; a line that was asked under another policy is another one. */
  readonly digest: string;
}

const withKey = z.looseObject({ id: lineKey.optional() });

/**
 * The lines of a file. `defaults` are the fields that a line may leave out.
 * Throws `InvalidInput` that names every line and field that is wrong.
 */
export function readLines(text: string, defaults: Readonly<Record<string, unknown>>): readonly BatchLine[] {
  const wrong: FieldError[] = [];
  const seen = new Map<string, number>();
  const isRepeated = repetitions();
  const lines: BatchLine[] = [];
  for (const [index, row] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (row.trim() === '') continue;
    const parsed = parseLine(row, defaults);
    if ('issues' in parsed) {
      wrong.push(
        ...parsed.issues.map(({ field, message }) => ({ field: [`line ${index + 1}`, field].filter(Boolean).join(', '), message })),
      );
    } else if (isRepeated(parsed.key)) {
      wrong.push({ field: `line ${index + 1}, id`, message: `"${parsed.key}" stands at an earlier line too` });
    } else {
      lines.push({ line: index + 1, ...parsed, digest: digestOf(parsed, seen) });
    }
  }
  if (wrong.length === 0 && lines.length === 0) wrong.push({ field: '', message: 'the file holds no questions' });
  if (wrong.length > 0) throw new InvalidInput(wrong);
  return lines;
}

/** Tells whether a key has come before. */
function repetitions(): (key: string | undefined) => boolean {
  const keys = new Set<string>();
  return (key) => {
    if (key === undefined) return false;
    const before = keys.size;
    return keys.add(key).size === before;
  };
}

type Parsed = Pick<BatchLine, 'key' | 'body'>;

function parseLine(row: string, defaults: Readonly<Record<string, unknown>>): Parsed | { readonly issues: readonly FieldError[] } {
  const value = parseJson(row);
  if (value === undefined) return { issues: [{ field: '', message: 'is not JSON' }] };
  const inexact = inexactPart(row, value);
  if (inexact !== undefined) return { issues: [inexact] };
  const given = withKey.safeParse(typeof value === 'string' ? { question: value } : value);
  if (!given.success) return { issues: refusalOf(given.error).fields };
  const { id, ...fields } = given.data;
  const body = newConsultation.safeParse({ ...whereSilent(defaults, fields), ...fields });
  return body.success ? { key: id, body: body.data } : { issues: refusalOf(body.error).fields };
}

/** A line that names its circle or its experts has said whom to ask. */
function whereSilent(defaults: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const saysWhom = 'circle' in fields || ('experts' in fields && !isEmpty(fields['experts']));
  return Object.fromEntries(Object.entries(defaults).filter(([field]) => !saysWhom || (field !== 'circle' && field !== 'experts')));
}

function parseJson(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}

/** The same line again in one file is another consultation. */
function digestOf({ key, body }: Parsed, seen: Map<string, number>): string {
  const text = JSON.stringify([key ?? null, body]);
  const before = seen.get(text) ?? 0;
  seen.set(text, before + 1);
  return createHash('sha256').update(`${before}\n${text}`).digest('hex').slice(0, 40);
}
