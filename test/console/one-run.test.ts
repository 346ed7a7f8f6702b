/** One run, many doors: asked by OpenAI's client, watched in the console, fetched by an agent's tool, under one id throughout. */
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newQuestion } from '../blackbox/suite/context.ts';
import { callForConsultation, connect, overHttp } from '../support/mcp.ts';
import { type ConsoleStage, openStage } from './stage.ts';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

describe('a consultation that OpenAI’s client has started', () => {
  it('is watched in the console while it runs, and is the same for an agent', async () => {
    const { target, circle } = stage;
    const content = newQuestion();
    const openAi = new OpenAI({ baseURL: `${target.url}/v1`, apiKey: target.key });
    const { data: stream, response } = await openAi.chat.completions
      .create({ model: 'circle/people', messages: [{ role: 'user', content }], stream: true })
      .withResponse();
    const id = response.headers.get('x-consultation-id') ?? '';
    const agent = await connect(overHttp(target.url, target.key));

    const { page, complaints } = await stage.visit(`#/consultations/${id}`);
    const card = (expert: string, status: string) => page.locator(`[data-expert="${expert}"][data-status="${status}"]`);
    await card('bob', 'waiting').waitFor();
    await circle.handIn(id, 'ada', 'It is Paris.');
    await card('ada', 'answered').getByText('It is Paris.').waitFor();
    const open = await callForConsultation(agent, 'get_consultation', { consultationId: id, waitSeconds: 0 });
    await circle.handIn(id, 'bob', 'It is Paris.');

    let said = '';
    for await (const chunk of stream) {
      expect(chunk.id).toBe(`chatcmpl-${id}`);
      said += chunk.choices[0]?.delta.content ?? '';
    }
    await page.getByRole('region', { name: 'Verdict' }).getByText('It is Paris.').waitFor();
    const ended = await callForConsultation(agent, 'get_consultation', { consultationId: id, waitSeconds: 20 });
    await agent.close();

    expect(open).toMatchObject({ consultationId: id, status: 'open' });
    expect(ended).toMatchObject({ consultationId: id, status: 'decided', answer: said, coverage: { asked: 2, answered: 2 } });
    expect(said).toBe('It is Paris.');
    expect(await circle.look(id)).toMatchObject({ question: content, verdict: { answer: said } });
    expect(complaints).toEqual([]);
  });
});
