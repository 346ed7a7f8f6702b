/** What every workflow engine does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StartInput } from '../../shared/contract/workflow.ts';
import type { Workflow } from '../../shared/ports/workflow.ts';
import { eventually, unique } from './samples.ts';

export type ExecutionOutcome = 'running' | 'succeeded' | 'failed' | 'stopped';

/**
 * A workflow under test. Its machine has one state that waits for a task token, hands the token to the test, and ends with what
 * the token is given as its output.
 */
export interface OpenWorkflow {
  readonly workflow: Workflow;
  /** Every token that the execution of this name has been given so far. */
  tokens(name: string): Promise<readonly string[]>;
  /** What became of the execution; undefined if there never was one. `stopped` may be told as `failed` where nothing tells them apart. */
  outcome(name: string): Promise<ExecutionOutcome | undefined>;
  /** What the execution ended with. */
  output(name: string): Promise<unknown>;
  /** What the execution was started with. */
  input(name: string): Promise<unknown>;
  close(): Promise<void>;
}

export function workflowContract(name: string, open: () => Promise<OpenWorkflow>): void {
  describe(`the workflow ${name}`, () => {
    let opened: OpenWorkflow;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    async function start(input?: StartInput): Promise<{ id: string; token: string }> {
      const id = unique('run');
      await opened.workflow.start(id, input ?? { consultationId: id });
      const token = await eventually(async () => (await opened.tokens(id))[0]);
      return { id, token };
    }

    const isOver = (id: string): Promise<ExecutionOutcome> =>
      eventually(async () => {
        const outcome = await opened.outcome(id);
        return outcome === 'running' ? undefined : outcome;
      });

    it('starts an execution with its input', async () => {
      const { id, token } = await start();
      expect(await opened.input(id)).toEqual({ consultationId: id });
      expect(await opened.outcome(id)).toBe('running');
      await opened.workflow.finish(token, {});
    });

    it('starts from a bare question', async () => {
      const { id, token } = await start({ question: 'Is this plan safe?', circle: 'default' });
      expect(await opened.input(id)).toEqual({ question: 'Is this plan safe?', circle: 'default' });
      await opened.workflow.finish(token, {});
    });

    it('ends with what its token is given', async () => {
      const { id, token } = await start();
      expect(await opened.workflow.finish(token, { consultationId: id })).toBe('released');
      expect(await isOver(id)).toBe('succeeded');
      expect(await opened.output(id)).toEqual({ consultationId: id });
    });

    it('says that nobody waits for a token that was given already', async () => {
      const { id, token } = await start();
      await opened.workflow.finish(token, { consultationId: id });
      await isOver(id);
      expect(await opened.workflow.finish(token, { consultationId: 'another' })).toBe('gone');
      expect(await opened.output(id)).toEqual({ consultationId: id });
    });

    it('starts no second execution under one name', async () => {
      const { id, token } = await start();
      await opened.workflow.start(id, { consultationId: id });
      await opened.workflow.start(id, { consultationId: 'another' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await opened.tokens(id)).toEqual([token]);
      expect(await opened.input(id)).toEqual({ consultationId: id });
      await opened.workflow.finish(token, {});
    });

    it('starts no second execution under the name of one that is over', async () => {
      const { id, token } = await start();
      await opened.workflow.finish(token, {});
      await isOver(id);
      await opened.workflow.start(id, { consultationId: id });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await opened.tokens(id)).toEqual([token]);
    });

    it('releases one execution of several by its token', async () => {
      const [first, second] = [await start(), await start()];
      await opened.workflow.finish(second.token, {});
      expect(await isOver(second.id)).toBe('succeeded');
      expect(await opened.outcome(first.id)).toBe('running');
      await opened.workflow.finish(first.token, {});
    });

    it('stops an execution', async () => {
      const { id } = await start();
      await opened.workflow.stop(id);
      expect(['stopped', 'failed']).toContain(await isOver(id));
    });

    it('takes the stop of an execution that is over, or never was, as done', async () => {
      const { id, token } = await start();
      await opened.workflow.finish(token, {});
      await isOver(id);
      await expect(opened.workflow.stop(id)).resolves.toBeUndefined();
      await expect(opened.workflow.stop(unique('none'))).resolves.toBeUndefined();
      expect(await opened.outcome(id)).toBe('succeeded');
    });
  });
}
