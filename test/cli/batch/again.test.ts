/** What a batch does about lines that have failed, about other batches, and about files in other encodings. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { askLine } from '../../../functions/cli/batch/ask-line.ts';
import { openBudget } from '../../../functions/cli/batch/budget.ts';
import { holdAlone } from '../../../functions/cli/batch/hold-alone.ts';
import { type BatchLine, readLines } from '../../../functions/cli/batch/lines.ts';
import { runLines } from '../../../functions/cli/batch/run-lines.ts';
import { readTextFile } from '../../../functions/cli/text-file.ts';
import { CircleApiError } from '../../../shared/client/api-error.ts';
import type { CircleClient, ConsultOptions } from '../../../shared/client/client.ts';
import type { Consultation, ConsultationStatus } from '../../../shared/contract/consultation.ts';
import { viewConsultation } from '../../../shared/domain/consultation-view.ts';
import { sampleRun, sampleVerdict } from '../../ports/samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'circle-batch-again-'));
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function ended(id: string, status: Exclude<ConsultationStatus, 'open'>, createdAt: Date, reason = 'unreachable'): Consultation {
  const run = { ...sampleRun({ id }), status, createdAt: createdAt.toISOString(), endedAt: createdAt.toISOString() };
  const error = { type: reason, message: 'x', retryable: true };
  const verdict = { ...sampleVerdict(), missing: [{ expert: 'ada', status: 'failed' as const, error }] };
  return viewConsultation(run, [], [], verdict);
}

/** A server that remembers what each key has got; `next` is what becomes of a new question. */
function serverWith(known: Record<string, Consultation>, next: (calls: number) => Consultation) {
  const keys: string[] = [];
  const client = {
    async consult(_body: unknown, { idempotencyKey = '', onAccepted }: ConsultOptions = {}) {
      keys.push(idempotencyKey);
      const earlier = known[idempotencyKey];
      const found = earlier ?? next(keys.length);
      known[idempotencyKey] = found;
      onAccepted?.(found.id, earlier?.status ?? 'open');
      return found;
    },
  } as unknown as CircleClient;
  return { client, keys };
}

const [line] = readLines('"Why?"', {}) as [BatchLine];
const key = `batch-${line.digest}`;
const signal = new AbortController().signal;

describe('a line that an earlier run has asked', () => {
  it.each(['failed', 'no-quorum', 'cancelled'] as const)(
    'is asked again where it came to nothing (%s), once for that failure',
    async (status) => {
      const { client, keys } = serverWith({ [key]: ended('old', status, at(1)) }, () => ended('new', 'decided', at(11)));
      expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: 'new', status: 'decided' });
      expect(keys).toEqual([key, `${key}-after-old`]);
      // Killed before the result was written, and started again: the repetition is taken up, not repeated.
      expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: 'new' });
      expect(new Set(keys).size).toBe(2);
    },
  );

  it.each(['decided', 'no-consensus'] as const)('is taken up where it has been answered: %s', async (status) => {
    const { client, keys } = serverWith({ [key]: ended('old', status, at(1)) }, () => ended('new', 'decided', at(11)));
    expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: 'old', status });
    expect(keys).toEqual([key]);
  });

  it('is not asked again for a failure of this run', async () => {
    const { client, keys } = serverWith({}, () => ended('new', 'no-quorum', at(11)));
    expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: 'new', status: 'no-quorum' });
    expect(keys).toHaveLength(1);
  });

  it('is asked anew behind the failure that its result names', async () => {
    const { client, keys } = serverWith({ [key]: ended('old', 'failed', at(1)) }, () => ended('new', 'decided', at(11)));
    expect(await askLine(client, line, 'old', signal)).toMatchObject({ id: 'new' });
    expect(keys).toEqual([`${key}-after-old`]);
  });

  it('is resumed where it was still under way, whatever becomes of it', async () => {
    const client = {
      async consult(_body: unknown, { onAccepted }: ConsultOptions = {}) {
        onAccepted?.('old', 'open');
        return ended('old', 'failed', at(1));
      },
    } as unknown as CircleClient;
    expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: 'old', status: 'failed' });
  });

  it.each(['failed', 'decided'] as const)('is found by its tag where its key is known with another body: %s', async (status) => {
    const keys: string[] = [];
    const old = ended('old', status, at(1));
    const client = {
      async consult(_body: unknown, { idempotencyKey = '', onAccepted }: ConsultOptions = {}) {
        keys.push(idempotencyKey);
        if (keys.length === 1) throw new CircleApiError('known', { type: 'conflict', status: 409, retryable: false });
        onAccepted?.('new', 'open');
        return ended('new', 'failed', at(11));
      },
      list: async () => ({ consultations: [{ id: old.id, status }], cursor: null }),
      async *events() {
        yield { type: 'failure', id: 3, consultation: old };
      },
    } as unknown as CircleClient;
    expect(await askLine(client, line, undefined, signal)).toMatchObject({ id: status === 'failed' ? 'new' : 'old' });
    expect(keys).toEqual(status === 'failed' ? [key, `${key}-after-old`] : [key]);
  });

  const statuses = ['decided', 'no-consensus', 'no-quorum', 'failed', 'cancelled'] as const;
  const status = fc.constantFrom(...statuses);
  test.prop([fc.array(status, { maxLength: 4 }), status, fc.integer({ min: -86_400, max: 86_400 })])(
    'is asked once more at most, whatever the clock of the server says and whatever came before',
    async (before, then, skew) => {
      // Each earlier run has asked behind the failure of the one before it.
      const known = Object.fromEntries(
        before.map((end, index) => [index === 0 ? key : `${key}-after-old${index - 1}`, ended(`old${index}`, end, at(index))]),
      );
      const made: string[] = [];
      const { client } = serverWith(known, (calls) => {
        made.push(`new${calls}`);
        if (made.length > 1) throw new Error('asked twice');
        return ended(`new${calls}`, then, at(skew));
      });
      const answered = before.findIndex((end) => end === 'decided' || end === 'no-consensus');
      const { id } = await askLine(client, line, undefined, signal);
      expect([id, made.length]).toEqual(answered < 0 ? [made[0], 1] : [`old${answered}`, 0]);
    },
  );
});

describe('a batch whose lines fail', () => {
  const lines = readLines(Array.from({ length: 40 }, (_, index) => JSON.stringify(`Why ${index}?`)).join('\n'), {});
  const run = (endOf: (asked: BatchLine) => Consultation, parallel = 4) =>
    runLines(lines, {
      parallel,
      budget: openBudget(undefined, 0),
      boundOf: () => 0,
      ask: async (asked) => endOf(asked),
      onEnd: () => undefined,
      signal,
    });

  it('stops where all fail for one reason, and says which', async () => {
    const { notAsked, stoppedBy } = await run(() => ended('x', 'no-quorum', at(1), 'key-rejected'));
    expect(String(stoppedBy)).toContain('ada: key-rejected');
    expect(notAsked.length).toBeGreaterThanOrEqual(40 - 8 - 4);
  });

  it('goes on where one has succeeded, or where the reasons differ', async () => {
    expect(await run(({ line: number }) => ended('x', number === 3 ? 'decided' : 'no-quorum', at(1)))).toMatchObject({
      notAsked: [],
      stoppedBy: undefined,
    });
    expect(await run(({ line: number }) => ended('x', 'no-quorum', at(1), number % 2 ? 'timeout' : 'refused'))).toMatchObject({
      notAsked: [],
      stoppedBy: undefined,
    });
  });

  it('reads 40,000 lines with ids at once, not in quadratic time', () => {
    const many = Array.from({ length: 40_000 }, (_, index) => JSON.stringify({ id: `k${index}`, question: 'Why?' })).join('\n');
    expect(readLines(many, {})).toHaveLength(40_000);
  });
});

describe('a file of results', () => {
  it('is written by one batch at a time, and free again when its writer is dead', () => {
    const path = join(folder, 'out.jsonl');
    writeFileSync(`${path}.lock`, String(process.ppid));
    expect(() => holdAlone(path)).toThrow(`is being written by process ${process.ppid}`);
    const [own, parent] = [
      { pid: process.pid, host: hostname() },
      { pid: process.ppid, host: hostname() },
    ];
    for (const ended of [own, process.pid, { ...parent, start: 'another start' }, 'no holder']) {
      writeFileSync(`${path}.lock`, JSON.stringify(ended));
      expect(() => holdAlone(path)).not.toThrow();
    }
    for (const elsewhere of [own, parent]) {
      writeFileSync(`${path}.lock`, JSON.stringify({ ...elsewhere, host: 'another.example' }));
      expect(() => holdAlone(path)).toThrow(`on another.example: wait for it, or delete ${path}.lock`);
    }
    const dead = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(`${path}.lock`, String(dead));
    expect(() => holdAlone(path)).not.toThrow();
  });
});

describe('text from a file', () => {
  const read = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return readTextFile(join(folder, name), '--file');
  };

  test.prop([fc.string({ unit: 'grapheme' })])('is what was written, where it is UTF-8', (text) => {
    expect(read('utf8.txt', Buffer.from(`\ufeff${text.replaceAll('\ufeff', '')}`))).toBe(text.replaceAll('\ufeff', ''));
  });

  it.each([
    ['Latin-1', Buffer.from('Grüße?', 'latin1'), 'is not in UTF-8, first at byte 2'],
    ['a letter that was cut', Buffer.from('Grü').subarray(0, 3), 'is not in UTF-8, first at byte 2'],
    ['UTF-16, little end first', Buffer.from('\ufeffWhy?', 'utf16le'), 'is in UTF-16'],
    ['UTF-16, big end first', Buffer.from('\ufeffWhy?', 'utf16le').swap16(), 'is in UTF-16'],
  ])('is refused in another encoding, by name: %s', (_, bytes, words) => {
    expect(() => read('other.txt', bytes)).toThrow(words);
  });
});
