/** Settings of an expert that change its requests. */
import { expect, it } from 'vitest';
import type { Seat } from '../../shared/contract/expert.ts';
import { openai } from '../../shared/providers/openai.ts';
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { instructions, prompt, requestFor } from './ask-model.ts';
import { pixel } from './model-contract.ts';
import { fixture, json, serve } from './provider-server.ts';

async function sent(seat: Partial<Seat>, rest: Parameters<typeof requestFor>[1] = {}) {
  const provider = seat.provider ?? 'openai-compatible';
  const server = await serve(json(fixture(`${provider}-answer`)));
  await (provider === 'openai' ? openai : openaiCompatible).ask(requestFor({ ...seat, baseUrl: server.url }, rest));
  return JSON.parse((await server.received).body);
}

it('the limit on tokens has the name that the endpoint knows', async () => {
  const body = await sent({ maxTokensField: 'max_completion_tokens' });

  expect(body).toMatchObject({ max_completion_tokens: 512, stream: false });
  expect(body).not.toHaveProperty('max_tokens');
});

it('a model without the role of the system reads the rules before the question', async () => {
  expect((await sent({ systemRole: false })).messages).toEqual([{ role: 'user', content: `${instructions}\n\n${prompt}` }]);
});

it('a model without the role of the system sees the images behind the rules', async () => {
  const { messages } = await sent({ systemRole: false }, { images: [{ url: `data:image/png;base64,${pixel}` }] });

  expect(messages).toMatchObject([
    { role: 'user', content: [{ type: 'text', text: instructions }, { type: 'text', text: prompt }, { type: 'image_url' }] },
  ]);
});

it('members of the expert’s own are added, and replace those of ours', async () => {
  expect(
    await sent({ extraBody: { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: false }, temperature: 1 } }),
  ).toMatchObject({
    reasoning_effort: 'low',
    chat_template_kwargs: { enable_thinking: false },
    temperature: 1,
    model: 'model-1',
    stream: false,
  });
});

it('parameters that a consultation steers by are sent under the names of the API', async () => {
  const steering = { topP: 0.5, seed: 7, reasoningEffort: 'low' as const };
  expect(await sent(steering)).toMatchObject({ top_p: 0.5, seed: 7, reasoning_effort: 'low' });
  expect(await sent({})).not.toHaveProperty('top_p');
});

it('OpenAI’s own API takes them too', async () => {
  const body = await sent({ provider: 'openai', systemRole: false, extraBody: { service_tier: 'flex' } });

  expect(body).toMatchObject({ service_tier: 'flex', store: false });
  expect(body.input).toEqual([
    {
      role: 'user',
      content: [
        { type: 'input_text', text: instructions },
        { type: 'input_text', text: prompt },
      ],
    },
  ]);
});

it('seats with other settings at one address do not share a request', async () => {
  const server = await serve(json(fixture('openai-compatible-answer')));
  await openaiCompatible.ask(requestFor({ baseUrl: server.url }));
  await openaiCompatible.ask(requestFor({ baseUrl: server.url, extraBody: { top_k: 1 } }));

  expect(JSON.parse((await server.received).body)).not.toHaveProperty('top_k');
});
