/** Sizes: texts and images on both sides of every limit on the way come back as they were, or are refused by name. */
import { randomUUID } from 'node:crypto';
import OpenAI from 'openai';
import { expect } from 'vitest';
import { imageMaxBytes } from '../../../shared/contract/context.ts';
import { answerMaxBytes } from '../../../shared/contract/opinion.ts';
import { questionMaxBytes } from '../../../shared/contract/question.ts';
import { callForConsultation, connect, overHttp } from '../../support/mcp.ts';
import { problemIn } from '../circle-client.ts';
import { longAnswers } from '../knowledge-folder.ts';
import { longText } from '../model-server.ts';
import { imageThroughCloud } from '../target.ts';
import type { Stage, Tell } from './context.ts';

/** Seconds for a megabyte to go through every part of a busy machine. */
const deadlineSeconds = 100;
const patienceMs = 120_000;

/** What limits a text on its way: a tenth of a percent on both sides of each is asked. */
const limits = {
  'an item that holds it': 8192,
  'a message of a queue, and the state of a workflow': 256 * 1024,
  'an item of a table': 400 * 1024,
};
const questionSizes = [
  ...Object.entries(limits).flatMap(([what, limit]) => [
    [`below ${what}`, Math.floor(limit * 0.98)] as const,
    [`above ${what}`, Math.ceil(limit * 1.02)] as const,
  ]),
  ['as large as it may be', questionMaxBytes] as const,
];

/** A question of so many bytes that nobody else asks. */
function questionOf(bytes: number): string {
  const head = `${randomUUID()} `;
  return head + longText(bytes - Buffer.byteLength(head));
}

/** A data URL of so many bytes of image. */
function imageOf(bytes: number): string {
  return `data:image/png;base64,${Buffer.alloc(bytes, randomUUID()).toString('base64')}`;
}

const inTime = { deadlineSeconds, experts: ['paris'], quorum: 1, kind: 'short' } as const;

/** The doors at which a question is asked, each with what comes back. */
const doors: Readonly<Record<string, (stage: Stage, question: string) => Promise<string>>> = {
  'the API': async ({ circle }, question) => {
    const { status, question: kept } = await circle.end(await circle.ask({ question, ...inTime }), patienceMs);
    expect(status).toBe('decided');
    return kept;
  },
  'the chat door': async ({ target, circle }, question) => {
    const openAi = new OpenAI({ baseURL: `${target.url}/v1`, apiKey: target.key, maxRetries: 0 });
    const answer = await openAi.chat.completions.create({ model: 'expert/paris', messages: [{ role: 'user', content: question }] });
    expect(answer.choices[0]?.message.content).toContain('Paris');
    return (await circle.look(answer.id.replace(/^chatcmpl-/, ''))).question;
  },
  'an agent': async ({ target, circle }, question) => {
    const client = await connect(overHttp(target.url, target.key));
    const { consultationId } = await callForConsultation(client, 'consult_circle', { question, ...inTime, waitSeconds: 0 });
    const { status, question: kept } = await circle.end(consultationId, patienceMs);
    expect(status).toBe('decided');
    return kept;
  },
};

/** Tests of sizes. */
export function tellSizes(tell: Tell): void {
  for (const [door, ask] of Object.entries(doors)) {
    const sizes = door === 'the API' ? questionSizes : questionSizes.slice(-1);
    for (const [size, bytes] of sizes) {
      tell(`asks a question ${size} through ${door}: the expert reads it and the caller gets it back as it was`, async (stage) => {
        const question = questionOf(bytes);
        expect(await ask(stage, question)).toBe(question);
        expect(stage.models.calls(question)).toHaveLength(1);
      });
    }
  }

  tell('refuses a question of one byte more than it may have, with the field and the limit', async ({ circle }) => {
    const over = await circle.send('POST', '/v1/consultations', { body: { question: questionOf(questionMaxBytes + 1) } });
    const { errors } = problemIn(over, 400);
    expect(errors).toMatchObject([{ field: 'question', message: expect.stringContaining(String(questionMaxBytes)) }]);
  });

  tell('gives answers of every size back as they were, and names the limit of one that is too large', async ({ circle }) => {
    const experts = Object.keys(longAnswers);
    const id = await circle.ask({ question: questionOf(100), kind: 'text', experts, quorum: experts.length - 1, deadlineSeconds });
    const { status, opinions, verdict } = await circle.end(id, patienceMs);
    const { 'long-too-long': tooLong, ...kept } = longAnswers;
    const answers = new Map(opinions.map(({ expert, answer }) => [expert, answer]));
    for (const [expert, bytes] of Object.entries(kept)) expect(answers.get(expert) === longText(bytes), expert).toBe(true);
    expect(opinions.find(({ expert }) => expert === 'long-too-long')).toMatchObject({
      status: 'failed',
      error: { type: 'answer-too-large', message: expect.stringContaining(`${tooLong} bytes; at most ${answerMaxBytes}`) },
    });
    expect(['decided', 'no-consensus']).toContain(status);
    expect(verdict?.coverage).toMatchObject({ asked: 6, answered: 5 });
  });

  tell('takes an answer of a person as large as it may be, and refuses one byte more by name', async ({ circle }) => {
    const id = await circle.ask({ question: questionOf(100), kind: 'text', experts: ['reviewer'], quorum: 1, deadlineSeconds });
    const answer = longText(answerMaxBytes);
    const { errors } = problemIn(await circle.handIn(id, 'reviewer', `${answer}.`), 400);
    expect(errors).toMatchObject([{ field: 'answer', message: expect.stringContaining(String(answerMaxBytes)) }]);
    expect((await circle.handIn(id, 'reviewer', answer)).status).toBe(201);
    const { opinions } = await circle.end(id, patienceMs);
    expect(opinions[0]?.answer === answer).toBe(true);
  });

  tell('shows an expert an image as large as the doors let through, as it was sent', async ({ circle, models, cloud }) => {
    const question = questionOf(100);
    const url = imageOf(cloud ? imageThroughCloud : imageMaxBytes);
    models.release(question);
    const id = await circle.ask({ question, images: [{ url }], experts: ['sighted'], quorum: 1, deadlineSeconds });
    await circle.end(id, patienceMs);
    const [call] = models.calls(question);
    expect(JSON.stringify(call?.body['messages']).includes(JSON.stringify(url))).toBe(true);
  });

  tell('refuses an image of one byte more than it may have, with the field, the limit and the way out', async ({ circle, cloud }) => {
    // The cloud's own limit comes first, and the emulator has another one.
    if (cloud) return;
    const body = { question: 'What is it?', images: [{ url: imageOf(10) }, { url: imageOf(imageMaxBytes + 1) }], experts: ['sighted'] };
    const { errors } = problemIn(await circle.send('POST', '/v1/consultations', { body }), 400);
    expect(errors).toMatchObject([{ field: 'images.1.url', message: expect.stringMatching(`${imageMaxBytes} bytes.*https address`) }]);
  });
}
