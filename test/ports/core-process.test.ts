/** The channel to the core's child process: what is said on it, and what is not. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { requireCore } from '../../infra/local/core.ts';
import { whileDecidable } from '../../infra/local/while-decidable.ts';
import { childConsensus } from '../../shared/adapters/local/child-consensus.ts';
import type { PanelReader } from '../../shared/adapters/local/panel-reader.ts';
import type { Panel } from '../../shared/contract/verdict.ts';
import type { Log } from '../../shared/ports/log.ts';
import { openPorts } from '../support/ports.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { sampleRun } from './samples.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function panelsOf(read: (id: string) => Promise<Panel>): PanelReader {
  return {
    toWeigh: read,
    toCompare: read,
    toSettle: async (id) => ({ panel: await read(id), awaited: [] }),
    toJudge: async (id) => ({ panel: await read(id), seats: [] }),
    toRelearn: (ids) => Promise.all(ids.map(read)),
  };
}

/** A core of a fixture whose panels hold one answer, of an expert who is called as the consultation. */
function coreOf(fixture: string, log: Log = silent, patienceMs = 40_000) {
  const panels = panelsOf(async (id) => {
    const opinions = [{ expert: id, family: null, answer: '4' }];
    return { id, question: null, kind: 'short', options: null, opinions };
  });
  return childConsensus({ binary: join(import.meta.dirname, 'fixtures', fixture), log, panels, patienceMs });
}

describe('the channel to the core', () => {
  it('starts a core anew that says what fits no request, and gives each run the verdict of its own panel', async () => {
    const restarts: unknown[] = [];
    const consensus = coreOf('babbling-core.mjs', { ...silent, warn: (code) => void restarts.push(code) });
    for (const id of ['run-1', 'run-2', 'run-3', 'run-4']) {
      // One after the other, so that each core has but one request to lose.
      expect((await consensus.weigh(id)).pick).toBe(id);
    }
    expect(restarts.length).toBeGreaterThan(0);
    consensus.close();
  });

  it('starts a core anew that says less than it was asked for, and fails that request alone', async () => {
    const restarts: unknown[] = [];
    const consensus = coreOf('misfit-core.mjs', { ...silent, warn: (code) => void restarts.push(code) });
    const odd = expect(consensus.weigh('odd')).rejects.toThrow(/consensus core is not available/);
    const others = ['run-1', 'run-2', 'run-3'].map(async (id) => expect((await consensus.weigh(id)).pick).toBe(id));
    await Promise.all([odd, ...others]);
    expect(restarts).toEqual(['CORE_RESTARTED', 'CORE_RESTARTED']);
    consensus.close();
  });

  it.each(['stuck', 'stopped'])('ends a core that is %s, says meanwhile that it is not well, and fails that request alone', async (how) => {
    const restarts: unknown[] = [];
    const consensus = coreOf('stuck-core.mjs', { ...silent, warn: (code) => void restarts.push(code) }, 400);
    expect((await consensus.weigh('run-0')).pick).toBe('run-0');
    const lost = consensus.weigh(how).catch((error: unknown) => error);
    const others = ['run-1', 'run-2'].map(async (id) => expect((await consensus.weigh(id)).pick).toBe(id));
    expect(consensus.alive()).toBe(true);
    await vi.waitFor(() => expect(consensus.alive()).toBe(false), { timeout: 2000 });
    expect(await lost).toMatchObject({ name: 'Unavailable', cause: { message: 'the consensus core gave no answer within 400 ms' } });
    await Promise.all(others);
    expect(consensus.alive()).toBe(true);
    expect(restarts).toEqual(['CORE_RESTARTED', 'CORE_RESTARTED']);
    consensus.close();
  });

  it('keeps a core that refuses a request by name, and says why', async () => {
    const restarts: unknown[] = [];
    const consensus = coreOf('misfit-core.mjs', { ...silent, warn: (code) => void restarts.push(code) });
    const refused = await consensus.weigh('bad').catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'Unavailable', cause: { message: 'this panel has no shape' } });
    expect((await consensus.weigh('run-1')).pick).toBe('run-1');
    expect(restarts).toEqual([]);
    consensus.close();
  });

  it.each(['text', 'short'] as const)('weighs answers of kind %s that hold what other readers take for the end of a line', async (kind) => {
    const answer = 'one\u2028two\u2029three\u0085four\rfive \u{1f642}';
    const consensus = childConsensus({
      binary: requireCore(() => undefined),
      log: silent,
      panels: panelsOf(async (id) => {
        const opinions = ['ada', id].map((expert) => ({ expert, family: null, answer }));
        return { id, question: 'Which?', kind, options: null, opinions };
      }),
    });
    const weighed = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => [`run-${n}`, (await consensus.weigh(`run-${n}`)).clusters[0]?.experts.at(-1)]),
    );
    for (const [id, member] of weighed) expect(member).toBe(id);
    const asked = { kind, question: 'Which?', reply: answer, cut: false } as const;
    expect((await consensus.read(asked)).answer).toContain('two\u2029three');
    consensus.close();
  });
});

/** What may be wrong with a binary below a server that runs. */
const broken: Readonly<Record<string, (path: string) => void>> = {
  'is gone': () => undefined,
  'may not be run': (path) => writeFileSync(path, '', { mode: 0o600 }),
  'lacks a library': (path) => writeFileSync(path, '#!/bin/sh\nexit 127\n', { mode: 0o700 }),
};

describe.each(Object.keys(broken))('a core whose binary %s, once its process has ended,', (fault) => {
  /** A core that has answered, whose binary is then taken away, and what takes questions for it. */
  async function taken() {
    const folder = mkdtempSync(join(tmpdir(), 'circle-'));
    const [binary, log] = [join(folder, 'core'), recordedLog()];
    const heal = () => symlinkSync(join(import.meta.dirname, 'fixtures/misfit-core.mjs'), binary);
    heal();
    const opinions = [{ expert: 'ada', family: null, answer: '4' }];
    const panels = panelsOf(async (id) => ({ id, question: null, kind: 'short', options: null, opinions }));
    const consensus = childConsensus({ binary, log, panels });
    onTestFinished(() => {
      consensus.close();
      rmSync(folder, { recursive: true });
    });
    await consensus.whyNotStarted();
    rmSync(binary);
    broken[fault]?.(binary);
    process.kill(consensus.pid() ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(consensus.alive()).toBe(false));
    const runs = whileDecidable(openPorts().runs, consensus.whyNotStarted);
    const mend = () => {
      rmSync(binary, { force: true });
      heal();
    };
    return { consensus, log, runs, mend };
  }
  const codes = ({ entries }: ReturnType<typeof recordedLog>) => entries.map(({ code }) => code);

  it('keeps new questions out and says why, until it can be started again', async () => {
    const { consensus, log, runs, mend } = await taken();
    // A shell needs a moment to find out.
    await vi.waitFor(async () => expect(await consensus.whyNotStarted()).toMatch(/^the consensus core cannot be started \(.*\)$/));
    for (let time = 0; time < 3; time += 1) {
      await expect(runs.create(sampleRun())).rejects.toMatchObject({
        name: 'Unavailable',
        retryable: true,
        message: expect.stringContaining('cannot be started'),
      });
    }
    await expect(consensus.weigh('run-1')).rejects.toThrow(/not available/);
    expect(consensus.alive()).toBe(false);
    expect(codes(log)).toEqual(['CORE_RESTARTED', 'CORE_NOT_STARTED']);

    mend();
    await vi.waitFor(async () => expect((await runs.create(sampleRun())).created).toBe(true), { timeout: 5000, interval: 200 });
    expect((await consensus.weigh('run-2')).pick).toBe('ada');
    expect(consensus.alive()).toBe(true);
  });
});
