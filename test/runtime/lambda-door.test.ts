import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Unavailable } from '../../shared/errors.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws, reportFailure } from '../../shared/runtime/lambda-door.ts';
import { recordedLog } from '../support/recorded-log.ts';

const echo = defineFunction({
  name: 'echo',
  input: z.strictObject({ text: z.string() }),
  output: z.strictObject({ text: z.string() }),
  run: async (input) => input,
});
const context = {} as Parameters<ReturnType<typeof onAws>>[1];

describe('the door of a deployed function', () => {
  it('opens without any variable: a function needs just those of the ports that it uses', async () => {
    await expect(onAws(echo, [])({ text: 'hello' }, context)).resolves.toEqual({ text: 'hello' });
  });

  it('passes an error on under its name, which the state machine matches, and logs no input', async () => {
    const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    await expect(onAws(echo, [])({ text: 1, answer: 'a secret answer' }, context)).rejects.toMatchObject({ name: 'InvalidInput' });

    const logged = [...output.mock.calls, ...errors.mock.calls].flat().join('');
    expect(logged).toContain('FUNCTION_FAILED');
    expect(logged).not.toContain('a secret answer');
  });
});

describe('a reported failure', () => {
  it('has name, reason, and the name of the cause: a cause’s message may hold more than a log should', () => {
    const log = recordedLog();
    reportFailure(log, 'echo', new Unavailable('the store', { cause: new TypeError('prompt text') }));
    expect(log.entries).toEqual([
      {
        level: 'error',
        code: 'FUNCTION_FAILED',
        fields: { function: 'echo', error: 'Unavailable', reason: 'the store is not available', cause: 'TypeError' },
      },
    ]);
  });

  it('may be anything that was thrown', () => {
    const log = recordedLog();
    reportFailure(log, 'echo', 'just text');
    expect(log.of('FUNCTION_FAILED')).toMatchObject([{ error: 'Error', reason: 'just text' }]);
  });
});
