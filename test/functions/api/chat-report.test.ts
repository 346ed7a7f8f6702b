/** What a completion tells of limits, promise, strategy and replaced experts is what the verdict says. */
import { expect, it } from 'vitest';
import { sampleVerdict } from '../../ports/samples.ts';
import { openApi } from '../../support/api.ts';
import { answered } from '../../support/samples.ts';

it('the field `circle` of a completion has limits, promise, strategy and replacements as the verdict has them', async () => {
  const told = {
    limits: { calls: 4, used: { calls: 3 }, ended: [{ by: 'calls' as const, what: 'call' as const, experts: ['cyd'] }] },
    promise: { asked: 0.9, kept: true, otherwise: false, outcomes: 40, least: 0.6, coverage: 0.8 },
    strategy: {
      name: 'settled' as const,
      stages: [{ experts: ['ada', 'bob'], at: '2026-03-01T10:00:00.000Z', reason: 'first' as const }],
      stopped: 'settled' as const,
      notAsked: ['cyd'],
      saved: { calls: 1, usd: null },
    },
    replaced: [{ seat: 'dot', by: 'bob', reason: 'key-rejected' }],
  };
  const api = openApi();
  api.ports.workflow.start = async (id) => {
    await api.ports.opinions.record(id, answered('ada', 'Scattering.'));
    await api.ports.runs.close(id, () => 'settled');
    const verdict = sampleVerdict({ answer: 'Scattering.', pick: 'ada', ...told });
    await api.ports.verdicts.publish(id, 'decided', verdict, '2026-03-01T10:00:09.000Z');
  };
  const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
  const report = (circle: object) => api.send('POST', '/v1/chat/completions', { body: { model: 'circle/plain', messages, circle } });
  expect((await report({})).body).toMatchObject({ circle: told });
  const appended = await report({ append: 'report' });
  expect(JSON.stringify(appended.body)).toContain('Asked bob in the place of dot');
});
