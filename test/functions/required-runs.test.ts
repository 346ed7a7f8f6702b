/** Reading a run that has to exist, for a caller and for whoever was let in before; and what is refused before a run is stored. */
import { describe, expect, it } from 'vitest';
import { keyHolder, operator, type Principal, tenants } from '../../shared/domain/principal.ts';
import { usableQuestion } from '../../shared/runtime/schemas/schema-threads.ts';
import { acceptNamed } from '../../shared/steps/accept-question.ts';
import { existingRun, existingState, requireRun, requireState } from '../../shared/steps/require-run.ts';
import { openPorts } from '../support/ports.ts';
import { accept, question } from '../support/samples.ts';

const stranger: Principal = { tenant: 'other', subject: 'stranger', roles: ['caller'] };
const missing = (id: string) => ({ name: 'NotFound', message: expect.stringMatching(`^consultation ${id} does not exist`) });

describe('a run that has to exist', () => {
  it('is there for its owner, whole and as its state', async () => {
    const ports = openPorts();
    await accept(ports);
    await expect(requireRun(keyHolder, 'run-1', ports)).resolves.toMatchObject({ id: 'run-1', question: question.question });
    await expect(requireState(keyHolder, 'run-1', ports)).resolves.toMatchObject({ id: 'run-1', status: 'open' });
    await expect(existingRun('run-1', ports)).resolves.toMatchObject({ id: 'run-1', question: question.question });
    await expect(existingState('run-1', ports)).resolves.toMatchObject({ id: 'run-1', status: 'open' });
  });

  it('is named where it is missing, or belongs to another tenant', async () => {
    const ports = openPorts();
    await accept(ports);
    for (const read of [requireRun, requireState]) {
      await expect(read(stranger, 'run-1', ports)).rejects.toMatchObject(missing('run-1'));
      await expect(read(keyHolder, 'run-2', ports)).rejects.toMatchObject(missing('run-2'));
    }
    for (const read of [existingRun, existingState]) await expect(read('run-2', ports)).rejects.toMatchObject(missing('run-2'));
  });
});

describe('whoever starts past the API', () => {
  it('has a name of its own, and its consultations are kept with those of the key', () => {
    expect(operator).toEqual({ tenant: keyHolder.tenant, subject: 'operator', roles: ['caller'] });
    expect(tenants).toEqual([keyHolder.tenant]);
  });

  it('gets the run that it names, and its state where another was faster', async () => {
    const ports = openPorts();
    const usable = await usableQuestion(question);
    const request = { id: 'named-1', tenant: operator.tenant, subject: operator.subject, door: 'schedule' } as const;
    const first = await acceptNamed(usable, request, ports);
    const again = await acceptNamed(usable, request, ports);
    expect([first.id, again.id]).toEqual(['named-1', 'named-1']);
    expect(ports.log.of('CONSULTATION_ACCEPTED')).toEqual([
      { consultationId: 'named-1', circle: first.circle, kind: first.kind, door: 'schedule', subject: 'operator' },
    ]);
  });
});
