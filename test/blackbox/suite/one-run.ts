/** One run, many doors: whatever door it was started at, every other one knows it by the same id. */
import OpenAI from 'openai';
import { expect } from 'vitest';
import { circleClient } from '../../../shared/client/client.ts';
import { callForConsultation, connect, overHttp } from '../../support/mcp.ts';
import { newQuestion, type Tell } from './context.ts';

/** Tests across the doors. */
export function tellOneRun(tell: Tell): void {
  tell("knows a consultation of OpenAI's client by one id: as events, as a job and as an agent's tool", async ({ target, circle }) => {
    const content = newQuestion();
    const { data: completion, response } = await new OpenAI({ baseURL: `${target.url}/v1`, apiKey: target.key }).chat.completions
      .create({ model: 'circle/parisian', messages: [{ role: 'user', content }] })
      .withResponse();
    const id = response.headers.get('x-consultation-id') ?? '';
    const types: string[] = [];
    for await (const { type } of circleClient({ url: target.url, key: target.key }).events(id)) types.push(type);
    const agent = await connect(overHttp(target.url, target.key));
    const seen = await callForConsultation(agent, 'get_consultation', { consultationId: id });
    await agent.close();

    expect(completion.id).toBe(`chatcmpl-${id}`);
    expect(types).toEqual(['accepted', 'opinion', 'opinion', 'verdict']);
    expect(seen).toMatchObject({ consultationId: id, status: 'decided', answer: completion.choices[0]?.message.content });
    expect(await circle.look(id)).toMatchObject({ question: content, status: 'decided' });
  });

  tell('lists what an agent has asked among the consultations, with the same verdict', async ({ target, circle }) => {
    const agent = await connect(overHttp(target.url, target.key));
    const asked = await callForConsultation(agent, 'consult_circle', { question: newQuestion(), circle: 'parisian', waitSeconds: 20 });
    await agent.close();
    const { consultations } = await circle.list({ circle: 'parisian' });
    expect(consultations.map(({ id }) => id)).toContain(asked.consultationId);
    expect((await circle.look(asked.consultationId)).verdict?.answer).toBe(asked.answer);
  });
}
