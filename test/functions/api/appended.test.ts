/** What a completion says of the panel at the end of its text, for clients that show nothing else. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../../../functions/api/app.ts';
import { byKey } from '../../../functions/api/authenticate.ts';
import { appendOf, withAppendix, withoutAppendix } from '../../../functions/api/chat/appended.ts';
import { chatChunk, chatCompletion, shownModels } from '../../../shared/contract/chat.ts';
import { append, defaultPolicy } from '../../../shared/contract/policy.ts';
import { sampleVerdict } from '../../ports/samples.ts';
import { type Answer, goodKey, openApi, type TestApi } from '../../support/api.ts';
import { openPorts, runOf, type TestPorts } from '../../support/ports.ts';
import { answered, unanswered } from '../../support/samples.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'Why is the sky blue?' }];

let api: TestApi;
let ports: TestPorts;
beforeEach(() => {
  ports = openPorts(structuredClone(testKnowledge()));
  api = openApi({ ports });
  ports.workflow.start = async (id) => {
    for (const opinion of [answered('ada', 'Scattering.'), answered('bob', 'By reflection\nof the sea.'), unanswered('cyd')])
      await ports.opinions.record(id, opinion);
    await ports.runs.close(id, () => 'all');
    const verdict = sampleVerdict({
      answer: 'Scattering.',
      pick: 'ada',
      agreement: 0.5,
      coverage: { asked: 3, answered: 2, families: 2 },
      dissent: [{ expert: 'bob', answer: 'By reflection\nof the sea.', relation: 'contradicts' }],
      missing: [{ expert: 'cyd', status: 'failed', error: { type: 'provider-error', message: 'the provider failed', retryable: true } }],
    });
    await ports.verdicts.publish(id, 'decided', verdict, '2026-03-01T10:00:09.000Z');
  };
});

const ask = (more: object = {}): Promise<Answer> => api.send('POST', path, { body: { model: 'circle/plain', messages, ...more } });

async function textOf(more: object = {}): Promise<string> {
  const { choices } = chatCompletion.parse((await ask(more)).body);
  return choices[0]?.message.content ?? '';
}

const line = '\n\n— Circle of Experts: 2 of 3 experts answered; agreement 0.50, divided; bob differs: By reflection of the sea.';

describe('the text of a completion', () => {
  it('is the answer alone unless it is asked for more', async () => {
    expect(await textOf()).toBe('Scattering.');
  });

  it('ends with a line on the panel where the request, or its circle, asks for that', async () => {
    expect(await textOf({ circle: { append: 'line' } })).toBe(`Scattering.${line}`);
    Object.assign(ports.knowledge.circles['plain'] ?? {}, { append: 'line' });
    expect(await textOf()).toBe(`Scattering.${line}`);
    expect(await textOf({ circle: { append: 'none' } })).toBe('Scattering.');
  });

  it('ends so for all callers where the server says so', async () => {
    const app = buildApp({
      ports,
      maxWaitSeconds: 25,
      authenticate: byKey(goodKey),
      readiness: async () => ({}),
      policy: { ...defaultPolicy, append: 'line' },
    });
    const headers = { authorization: `Bearer ${goodKey}`, 'content-type': 'application/json' };
    const answer = await app.request(path, { method: 'POST', headers, body: JSON.stringify({ model: 'circle/plain', messages }) });
    expect(await answer.text()).toContain('— Circle of Experts: 2 of 3');
  });

  it('ends with a report that names dissent, who is missing, and the cost', async () => {
    const text = await textOf({ circle: { append: 'report' } });
    expect(text.split('\n')).toEqual([
      'Scattering.',
      '',
      '---',
      '**Circle of Experts**',
      '- Heard: 2 of 3 experts answered, 2 families',
      '- Agreement: 0.50, divided',
      '- Dissent, bob (contradicts): By reflection of the sea.',
      '- Missing, cyd: the provider failed',
      expect.stringMatching(/^- Cost: \$\d/),
      expect.stringMatching(/^- Consultation: \/v1\/consultations\//),
    ]);
  });

  it('has it in a stream as well', async () => {
    const headers = { authorization: `Bearer ${goodKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ model: 'circle/plain', messages, stream: true, circle: { append: 'line' } });
    const text = await (await api.fetch(new Request(`http://circle${path}`, { method: 'POST', headers, body }))).text();
    const chunks = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => chatChunk.parse(JSON.parse(data)));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(`Scattering.${line}`);
  });

  it.each([
    ['a schema', { response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } } }, {}],
    ['any JSON', { response_format: { type: 'json_object' } }, {}],
    ['one of its options', {}, { options: ['a', 'b'] }],
    ['a short answer', {}, { kind: 'short' }],
  ])('is never longer where the request wants %s', async (_, more, circle) => {
    expect(await textOf({ ...more, circle: { ...circle, append: 'report' } })).toBe('Scattering.');
  });
});

describe('an appendix', () => {
  const report = async () => chatCompletion.parse((await ask()).body).circle;

  it('is taken off an earlier turn, whatever the answer was', async () => {
    const known = await report();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...append.options), (text, how) => {
        expect(withoutAppendix(withAppendix(text, how, known))).toBe(withoutAppendix(text));
      }),
    );
  });

  it('does not reach the experts when a client sends it back', async () => {
    const earlier = await textOf({ circle: { append: 'report' } });
    const turns = [...messages, { role: 'assistant', content: earlier }, { role: 'user', content: 'And at dusk?' }];
    const { circle } = chatCompletion.parse((await ask({ messages: turns })).body);
    expect((await runOf(ports, circle.consultationId)).messages).toEqual([...messages, { role: 'assistant', content: 'Scattering.' }]);
  });

  it('goes with prose only', () => {
    expect(appendOf('line', { question: 'q' })).toBe('line');
    expect(appendOf('line', { question: 'q', kind: 'ranking', options: ['a', 'b'] })).toBe('none');
  });
});

describe('a circle', () => {
  it('has a name without a slash, which clients do not take for a provider', async () => {
    const { data } = shownModels.parse((await api.send('GET', '/v1/models')).body);
    for (const circle of Object.keys(ports.knowledge.circles)) expect(data.map(({ id }) => id)).toContain(`circle-${circle}`);
    expect((await api.send('GET', '/v1/models/circle-plain')).status).toBe(200);
    expect(chatCompletion.parse((await ask({ model: 'circle-plain' })).body)).toMatchObject({ model: 'circle-plain' });
    expect(chatCompletion.parse((await ask({ model: 'expert-ada' })).body).model).toBe('expert-ada');
  });

  it.each(['circle-nowhere', 'circle-', 'plain', 'circle/plain/more', 'circle-plain/more', 'expert-nobody'])(
    'is not found as %s',
    async (model) => {
      expect(await ask({ model })).toMatchObject({ status: 404, body: { error: { code: 'model_not_found' } } });
    },
  );
});
