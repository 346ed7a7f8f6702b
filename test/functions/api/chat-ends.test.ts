/** Where all experts end in one way, a completion ends as a model of OpenAI's would. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { piecesOf } from '../../../functions/api/chat/response.ts';
import { chatChunk } from '../../../shared/contract/chat.ts';
import type { Opinion } from '../../../shared/contract/opinion.ts';
import { sampleOpinion, sampleVerdict } from '../../ports/samples.ts';
import { type Answer, goodKey, openApi, type TestApi } from '../../support/api.ts';
import { answered } from '../../support/samples.ts';

const path = '/v1/chat/completions';
const body = { model: 'circle/plain', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

let api: TestApi;
beforeEach(() => {
  api = openApi();
});

const ask = (): Promise<Answer> => api.send('POST', path, { body });

/** The `data:` of a stream. */
async function streamed(): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${goodKey}`, 'content-type': 'application/json' };
  const request = new Request(`http://circle${path}`, { method: 'POST', headers, body: JSON.stringify({ ...body, stream: true }) });
  return [...(await (await api.fetch(request)).text()).matchAll(/^data: (.*)$/gm)].map(([, data = '']) => data);
}

/** Lets every consultation end without a quorum, with these opinions. */
function endWith(opinions: readonly Opinion[]): void {
  const verdict = sampleVerdict({ answer: null, pick: null, coverage: { asked: 3, answered: 0, families: 0 } });
  api.ports.workflow.start = async (id) => {
    for (const opinion of opinions) await api.ports.opinions.record(id, opinion);
    await api.ports.runs.close(id, () => 'impossible');
    await api.ports.verdicts.publish(id, 'no-quorum', verdict, '2026-03-01T10:00:09.000Z');
  };
}

describe('a panel that ends as one model would', () => {
  const ended = (type: string) => (expert: string) =>
    sampleOpinion(expert, { status: 'failed', error: { type, message: `${expert} ended so`, retryable: false } });

  it.each([
    ['refused', 'content_filter', expect.stringContaining('ada ended so')],
    ['length-limit', 'length', null],
  ])('has the finish reason of what all of its experts ended with: %s', async (type, finish, refusal) => {
    endWith(['ada', 'bob', 'cyd'].map(ended(type)));
    const { status, body } = await ask();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { choices: [{ finish_reason: finish, message: { content: '', refusal } }], circle: { status: 'no-quorum' } },
    });
    const data = await streamed();
    expect(data.slice(0, -1).map((one) => chatChunk.parse(JSON.parse(one)).choices[0]?.finish_reason)).toContain(finish);
    expect(data.at(-1)).toBe('[DONE]');
  });

  it('is a conversation to be shortened where it was too long for all of its experts', async () => {
    endWith(['ada', 'bob', 'cyd'].map(ended('prompt-too-long')));
    const { status, headers, body } = await ask();
    const error = {
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      param: 'messages',
      message: expect.stringMatching(/maximum context length.*ada ended so.*reduce the length of the messages/),
    };
    expect({ status, body }).toEqual({ status: 400, body: { error } });
    expect(headers.get('x-should-retry')).toBe('false');
    const { body: view } = await api.send('GET', headers.get('location') ?? '');
    expect(view).toMatchObject({ status: 'no-quorum', failure: { type: 'prompt-too-long' } });
  });

  it.each([
    ['failed otherwise', [ended('refused')('ada'), ended('length-limit')('bob')]],
    ['answered', [ended('refused')('ada'), answered('bob', 'Scattering.')]],
    ['was heard by nobody', [ended('not-awaited')('ada')]],
  ])('is an error where one of them %s', async (_, opinions) => {
    endWith(opinions);
    expect(await ask()).toMatchObject({ status: 400 });
  });
});

describe('the pieces of a text', () => {
  it('are the text, and cut no character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
        const pieces = [...piecesOf(text)];
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
      }),
    );
  });
});
