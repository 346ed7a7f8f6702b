import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { corpusLines, type Judged, judgeLines } from './reading.ts';
import { type Core, openCore } from './verdicts.ts';

describe('the reading corpus', () => {
  let core: Core;
  let judged: readonly Judged[];
  beforeAll(() => {
    core = openCore(requireCore(console.error));
    judged = judgeLines(core, corpusLines());
  });
  afterAll(() => core?.close());

  test('holds at least 400 replies in at least ten languages', () => {
    expect(judged.length).toBeGreaterThanOrEqual(400);
    expect(new Set(judged.map(({ line }) => line['language']).filter(Boolean)).size).toBeGreaterThanOrEqual(10);
  });

  test('is read right, line by line', () => {
    const wrong = judged
      .filter(({ right }) => !right)
      .map(({ line, read }) => ({ id: line.id, reply: line.reply, read, right: line.right }));
    expect(wrong).toEqual([]);
  });
});
