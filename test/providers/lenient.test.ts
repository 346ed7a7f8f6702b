/** Bodies as servers and gateways really write them: the answer is there at the first try. */
import { describe, expect, it } from 'vitest';
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { expectFailure, requestFor } from './ask-model.ts';
import { json, serve } from './provider-server.ts';

const answer = 'Answer: 391';
type Fields = Record<string, unknown>;

function completion({ message = {}, choice = {}, ...rest }: { message?: Fields; choice?: Fields } & Fields = {}): Fields {
  return {
    id: 'c-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: answer, ...message }, finish_reason: 'stop', ...choice }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    ...rest,
  };
}

async function ask(body: string, headers: Record<string, string> = {}) {
  const server = await serve(json(body, 200, headers));
  const reply = await openaiCompatible.ask(requestFor({ baseUrl: server.url }));
  return { reply, sent: JSON.parse((await server.received).body) };
}

const used = { inputTokens: 100, outputTokens: 20 };
const unused: Record<string, Fields> = {
  'role ""': completion({ message: { role: '' } }),
  'role model': completion({ message: { role: 'model' } }),
  'role Assistant': completion({ message: { role: 'Assistant' } }),
  'role bot': completion({ message: { role: 'bot' } }),
  'role null': completion({ message: { role: null } }),
  'role 7': completion({ message: { role: 7 } }),
  'created as a text': completion({ created: '2026-03-01T10:00:00Z' }),
  'created as an object': completion({ created: {} }),
  'id as a number': completion({ id: 12 }),
  'model as a list': completion({ model: ['m'] }),
  'finish_reason 0': completion({ choice: { finish_reason: 0 } }),
  'finish_reason as a list': completion({ choice: { finish_reason: ['stop'] } }),
  'tool_calls {}': completion({ message: { tool_calls: {} } }),
  'arguments as an object': completion({ message: { tool_calls: [{ id: 'x', function: { name: 'f', arguments: { a: 1 } } }] } }),
  'function_call as a text': completion({ message: { function_call: 'f' } }),
  'annotations {}': completion({ message: { annotations: {} } }),
  'refusal false': completion({ message: { refusal: false } }),
  'audio []': completion({ message: { audio: [] } }),
  'logprobs as a text': completion({ choice: { logprobs: 'none' } }),
  'index as a text': completion({ choice: { index: 'zero' } }),
  'usage as texts': completion({ usage: { prompt_tokens: '100', completion_tokens: '20' } }),
  'usage with details as texts': completion({
    usage: { ...used, prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: 'none' },
  }),
  'usage by other names': completion({ usage: { input_tokens: 100, output_tokens: 20 } }),
  'choices as an object': completion({ choices: { message: { content: answer }, finish_reason: 'stop' } }),
  'choices by number': completion({ choices: { 0: { message: { content: answer }, finish_reason: 'stop' } } }),
  'an empty first choice': completion({ choices: [{ message: { content: '' } }, { message: { content: answer } }] }),
  'two choices': completion({ choices: [{ message: { content: answer } }, { message: { content: 'other' } }] }),
  'content as a list of texts': completion({ message: { content: ['Answer: ', '391'] } }),
  'content as one part': completion({ message: { content: { type: 'text', text: answer } } }),
  'content as output_text parts': completion({ message: { content: [{ type: 'output_text', text: answer }] } }),
  'content as parts without a type': completion({ message: { content: [{ text: answer }] } }),
  'content as parts with a value': completion({ message: { content: [{ type: 'text', text: { value: answer, annotations: [] } }] } }),
  'parts of an unknown type beside the text': completion({
    message: {
      content: [
        { type: 'citation', id: 1 },
        { type: 'text', text: answer },
      ],
    },
  }),
  'the text of a choice': completion({ choices: [{ text: answer, finish_reason: 'stop' }] }),
  'a message that is a text': completion({ choices: [{ message: answer }] }),
  'the completion inside data': { code: 0, data: completion() },
  'the completion inside data, in a list': { data: [completion()] },
  'the completion inside result': { success: true, errors: [], result: completion() },
  'the completion inside a list': { 0: completion() },
  'a message alone': {
    role: 'assistant',
    content: [{ type: 'text', text: answer }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 100, output_tokens: 20 },
  },
  'a message outside of choices': { message: { role: 'assistant', content: answer }, done: true, done_reason: 'stop' },
  'a message in a list of outputs': {
    output: [{ type: 'reasoning' }, { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: answer }] }],
  },
  'an error that says nothing': completion({ error: {} }),
};

describe('a body whose unused members have another type', () => {
  it.each(Object.entries(unused).filter(([name]) => name !== 'the completion inside a list'))('gives its answer: %s', async (_, body) => {
    const { reply } = await ask(JSON.stringify(body));

    expect(reply.text).toBe(answer);
    expect(reply).not.toHaveProperty('reasoning');
  });

  it.each([[[]], ['none'], [7], [null]])('gives its answer with the usage %j, which is unknown then', async (usage) => {
    const { reply } = await ask(JSON.stringify(completion({ usage })));

    expect(reply).toEqual({ text: answer, usage: { inputTokens: null, outputTokens: null } });
  });

  it('gives its answer in a list of one', async () => {
    expect((await ask(JSON.stringify([completion()]))).reply).toEqual({ text: answer, usage: used });
  });

  it('keeps the usage that stands there as texts or by other names', async () => {
    for (const name of ['usage as texts', 'usage by other names']) {
      expect((await ask(JSON.stringify(unused[name]))).reply.usage).toEqual(used);
    }
  });

  it.each([{}, { choices: [] }, { choices: 'none' }, { data: {} }, 'text', 7, true, { choices: [{}] }, { choices: [{ message: {} }] }])(
    'is a named failure where it holds no answer: %j',
    async (body) => {
      const { url } = await serve(json(JSON.stringify(body)));
      const failure: unknown = await openaiCompatible.ask(requestFor({ baseUrl: url })).catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ name: 'ExpertFailure', type: expect.stringMatching(/^(?:empty|unreadable)-answer$/) });
    },
  );
});

describe('reasoning', () => {
  const thought = 'First guess: 381. Check: 391.';
  const withThought: Record<string, Fields> = {
    reasoning_content: { reasoning_content: thought },
    'reasoning_content as a list': { reasoning_content: [thought] },
    'reasoning_content as parts': { reasoning_content: [{ type: 'text', text: thought }] },
    reasoning: { reasoning: thought },
    'reasoning as an object': { reasoning: { content: thought } },
    'reasoning as a list': { reasoning: [{ type: 'reasoning.text', text: thought }] },
    thinking: { thinking: thought },
    reasoning_details: {
      reasoning_details: [
        { type: 'reasoning.text', text: thought },
        { type: 'reasoning.encrypted', data: 'xx' },
      ],
    },
    'reasoning_details that are a summary': { reasoning_details: [{ type: 'reasoning.summary', summary: thought }] },
    'a part of thinking with parts': {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: thought }] },
        { type: 'text', text: answer },
      ],
    },
    'a part of thinking with a text': {
      content: [
        { type: 'thinking', thinking: thought },
        { type: 'text', text: answer },
      ],
    },
    'a part of reasoning': {
      content: [
        { type: 'reasoning', text: thought },
        { type: 'text', text: answer },
      ],
    },
    'a part of type think': { content: [{ type: 'think', text: thought }, answer] },
    'a redacted part beside it': {
      content: [
        { type: 'redacted_thinking', data: 'xx' },
        { type: 'thinking', thinking: thought },
        { type: 'text', text: answer },
      ],
    },
  };

  it.each(Object.entries(withThought))('is kept apart from the answer: %s', async (_, message) => {
    const { reply } = await ask(JSON.stringify(completion({ message })));

    expect(reply).toEqual({ text: answer, reasoning: thought, usage: used });
  });

  it.each([{}, 7, [], [{}], null, ''])('that is %j is none', async (reasoning) => {
    const { reply } = await ask(JSON.stringify(completion({ message: { reasoning_content: reasoning, reasoning } })));

    expect(reply).toEqual({ text: answer, usage: used });
  });

  it('is told of where nothing else came', async () => {
    const { url } = await serve(json(JSON.stringify(completion({ message: { content: '', reasoning: thought } }))));

    const failure = await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'empty-answer');

    expect(failure.message).toContain(`after ${thought.length} characters of reasoning`);
    expect(failure.message).not.toContain('381');
  });
});

describe('a gateway that streams unless it is told otherwise', () => {
  const chunk = (delta: Fields, finish: string | null = null) => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const events = (values: readonly unknown[]) =>
    values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('');
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    chunk({ reasoning_content: 'Hm. ' }),
    chunk({ content: 'Answer: ' }),
    chunk({ content: '391' }),
  ];
  const usage = { choices: [], usage: { prompt_tokens: 100, completion_tokens: 20 } };
  const end = chunk({}, 'stop');

  it('is told otherwise', async () => {
    expect((await ask(JSON.stringify(completion()))).sent).toMatchObject({ stream: false });
  });

  it.each([
    ['events', events([...chunks, end, usage, '[DONE]'])],
    [
      'events with comments and names',
      `: keep alive\n\n${events([...chunks, end, usage, '[DONE]']).replaceAll('data:', 'event: message\ndata:')}`,
    ],
    ['events with the line ends of Windows', events([...chunks, end, usage, '[DONE]']).replaceAll('\n', '\r\n')],
    ['a line for each piece', [...chunks, end, usage].map((value) => JSON.stringify(value)).join('\n')],
    ['events without the last blank line', events([...chunks, end, usage]).trimEnd()],
  ])('is read: %s', async (_, body) => {
    const { reply } = await ask(body, { 'content-type': 'text/event-stream' });

    expect(reply).toEqual({ text: answer, reasoning: 'Hm. ', usage: used });
  });

  it.each([
    ['the whole completion before [DONE]', `${JSON.stringify(completion())}\n\ndata: [DONE]\n\n`],
    ['the whole completion, laid out, before [DONE]', `${JSON.stringify(completion(), null, 2)}\ndata: [DONE]`],
    ['the whole completion behind data:', `data: ${JSON.stringify(completion())}`],
    ['the whole completion as an event', events([completion(), '[DONE]'])],
  ])('is read: %s', async (_, body) => {
    expect((await ask(body)).reply).toEqual({ text: answer, usage: used });
  });

  it('gives an answer that was cut off where its stream does not end', async () => {
    expect((await ask(events(chunks))).reply).toMatchObject({ text: answer, truncated: true });
  });

  it('is told to have failed by the error in its stream', async () => {
    const { url } = await serve(json(events([...chunks, { error: { message: 'the model is gone', code: 502 } }])));

    await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'error-in-answer');
  });

  it.each(['data: nothing\n\n', 'data:', ': ping\n\n', 'event: error\n\n', 'data: 7\n\n'])(
    'is unreadable where it holds nothing: %j',
    async (body) => {
      const { url } = await serve(json(body));

      await expectFailure(openaiCompatible.ask(requestFor({ baseUrl: url })), 'unreadable-answer');
    },
  );
});

describe('tokens of thinking are counted', () => {
  it.each([
    ['beside those of the answer', { prompt_tokens: 32, completion_tokens: 9, total_tokens: 135 }, 94, [32, 103]],
    ['where the answer has none', { prompt_tokens: 21, completion_tokens: 0, total_tokens: 81 }, 60, [21, 60]],
    ['in the sum alone', { prompt_tokens: 20, completion_tokens: 424, total_tokens: 1016 }, undefined, [20, 996]],
    ['once, where they are part of the answer', { prompt_tokens: 32, completion_tokens: 103, total_tokens: 135 }, 94, [32, 103]],
    ['no further than is known without a sum', { prompt_tokens: 32, completion_tokens: 103 }, 94, [32, 103]],
    ['no further where the sum is too small', { prompt_tokens: 32, completion_tokens: 103, total_tokens: 3 }, undefined, [32, 103]],
    ['and never those of a prompt that is not told', { completion_tokens: 20, total_tokens: 120 }, undefined, [null, 20]],
  ] as const)('%s', async (_, usage, thought, [inputTokens, outputTokens]) => {
    const details = thought !== undefined && { completion_tokens_details: { reasoning_tokens: thought } };
    const { reply } = await ask(JSON.stringify(completion({ usage: { ...usage, ...details } })));
    expect(reply.usage).toEqual({ inputTokens, outputTokens });
  });
});
