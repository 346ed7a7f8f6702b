/** What a list of messages asks: the question, what was said before it, and how the caller wants it answered. */
import { describe, expect, it } from 'vitest';
import { consultationOf } from '../../../functions/api/chat/request.ts';
import { chatRequest } from '../../../shared/contract/chat.ts';
import type { NewConsultation } from '../../../shared/contract/question.ts';
import { testKnowledge } from '../../support/test-knowledge.ts';

const hello = { role: 'user', content: 'Why is the sky blue?' };
const body = { model: 'circle/plain', messages: [hello] };

function read(more: Readonly<Record<string, unknown>> = {}): NewConsultation {
  return consultationOf(chatRequest.parse({ ...body, ...more }), testKnowledge()).body;
}

describe('a conversation', () => {
  it('becomes instructions, earlier turns and the question', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What is 2 + 2?', name: 'ann' },
      { role: 'assistant', content: '4', refusal: null, annotations: [] },
      { role: 'developer', content: [{ type: 'text', text: 'Answer in French.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And' },
          { type: 'text', text: 'doubled?' },
        ],
      },
    ];
    expect(read({ messages })).toEqual({
      circle: 'plain',
      instructions: 'Be brief.\n\nAnswer in French.',
      messages: [
        { role: 'user', content: 'ann: What is 2 + 2?' },
        { role: 'assistant', content: '4' },
      ],
      question: 'And\ndoubled?',
    });
  });

  it('keeps what an assistant has refused', () => {
    const messages = [hello, { role: 'assistant', content: null, refusal: 'I would rather not.' }, hello];
    expect(read({ messages }).messages?.at(-1)).toEqual({ role: 'assistant', content: 'I would rather not.' });
  });

  it('leaves out what says nothing, but never the question', () => {
    const messages = [{ role: 'system', content: ' ' }, hello, { role: 'assistant', content: null }, hello];
    expect(read({ messages })).toEqual({ circle: 'plain', messages: [hello], question: hello.content });
    expect(() => read({ messages: [{ role: 'user', content: ' ' }] })).toThrowError(expect.objectContaining({ name: 'InvalidInput' }));
  });

  it('takes what tools have given as a part of what was said', () => {
    const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } };
    const tools = [
      hello,
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: '21 degrees' },
    ];
    const said = [
      hello,
      { role: 'assistant', content: '[called weather with {"city":"Paris"}]' },
      { role: 'user', content: '[result of c1]\n21 degrees' },
    ];
    expect(read({ messages: tools })).toEqual({ circle: 'plain', messages: said, question: expect.stringMatching(/next turn/) });
    expect(read({ messages: [...tools, { role: 'user', content: 'And tomorrow?' }] })).toMatchObject({
      messages: said,
      question: 'And tomorrow?',
    });
    const older = [
      hello,
      { role: 'assistant', content: null, function_call: { name: 'f' } },
      { role: 'function', name: 'f', content: '7' },
    ];
    expect(read({ messages: older }).messages?.slice(1)).toEqual([
      { role: 'assistant', content: '[called f with nothing]' },
      { role: 'user', content: '[result of f]\n7' },
    ]);
  });

  it.each([
    { content: ['Why is', 'the sky blue?'] },
    {
      content: [
        { type: 'input_text', text: 'Why is' },
        { type: 'output_text', text: 'the sky blue?' },
      ],
    },
  ])('takes words under the names that others have for them: %j', ({ content }) => {
    expect(read({ messages: [{ role: 'user', content }] })).toEqual({ circle: 'plain', question: 'Why is\nthe sky blue?' });
  });

  it('takes an image by its bare address', () => {
    const images = [{ url: 'https://example.test/a.png' }];
    for (const type of ['image_url', 'input_image']) {
      expect(read({ messages: [{ role: 'user', content: [{ type, image_url: images[0]?.url }] }] })).toMatchObject({ images });
    }
  });

  it.each(['system', 'developer', 'user', 'assistant', 'tool', 'function'])('takes an empty turn of %s as none', (role) => {
    for (const content of [null, undefined, '', ' ', []]) {
      expect(read({ messages: [hello, { role: 'assistant', content: '4' }, { role, content }, hello] })).toEqual({
        circle: 'plain',
        messages: [hello, { role: 'assistant', content: '4' }],
        question: hello.content,
      });
    }
  });

  it('that ends with an empty turn of the user asks what was asked last', () => {
    expect(read({ messages: [hello, { role: 'user', content: '' }] })).toEqual(read());
  });

  it('leaves the number of each image where the image stood', () => {
    const picture = (url: string, detail?: string) => ({ type: 'image_url', image_url: { url, ...(detail && { detail }) } });
    const inline = 'data:image/png;base64,iVBORw0KGgo=';
    const messages = [
      { role: 'user', content: [picture('https://example.test/a.png', 'low'), { type: 'text', text: 'What is this?' }] },
      { role: 'assistant', content: 'A cat.' },
      { role: 'user', content: [picture(inline)] },
    ];
    expect(read({ messages })).toMatchObject({
      question: '[image 2]',
      messages: [{ content: '[image 1]\nWhat is this?' }, { content: 'A cat.' }],
      images: [{ url: 'https://example.test/a.png', detail: 'low' }, { url: inline }],
    });
  });

  it('that is one of instructions only asks what they say', () => {
    expect(read({ messages: [{ role: 'system', content: 'Translate to French: hi' }] })).toEqual({
      circle: 'plain',
      question: 'Translate to French: hi',
    });
    const two = [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: 'Name a prime.' },
    ];
    expect(read({ messages: two })).toEqual({ circle: 'plain', question: 'Be brief.\n\nName a prime.' });
  });

  it('that ends with instructions still asks what the user has asked last', () => {
    expect(read({ messages: [hello, { role: 'system', content: 'In French.' }] })).toEqual({
      circle: 'plain',
      question: hello.content,
      instructions: 'In French.',
    });
  });

  it('that ends with a model’s turn asks for the next one, on all that was said', () => {
    const messages = [hello, { role: 'assistant', content: 'Because of', prefix: true }];
    expect(read({ messages })).toEqual({
      circle: 'plain',
      messages: [hello, { role: 'assistant', content: 'Because of' }],
      question: expect.stringMatching(/next turn/),
    });
  });

  it.each([[[{ role: 'system', content: ' ' }]], [[{ role: 'assistant', content: null }]], [[{ role: 'user', content: '' }]]])(
    'that says nothing is refused: %j',
    (messages) => {
      expect(() => read({ messages })).toThrowError(expect.objectContaining({ name: 'InvalidInput' }));
    },
  );

  it.each([
    { reasoning_content: 'Hm.' },
    { reasoning: 'Hm.' },
    { reasoning: { text: 'Hm.' } },
    { reasoning_details: [{ type: 'reasoning.text', text: 'Hm.' }] },
    { thinking: 'Hm.' },
    { prefix: true },
    { parsed: { a: 1 } },
    { parsed: null },
    { refusal: null, annotations: [], audio: null, function_call: null, tool_calls: null },
    { tool_calls: [] },
    { annotations: null, name: null, something_new: null },
    {
      content: [
        { type: 'think', text: 'Hm.' },
        { type: 'text', text: '4' },
      ],
    },
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
        { type: 'text', text: '4' },
      ],
    },
    {
      content: [
        { type: 'redacted_thinking', data: 'xx' },
        { type: 'text', text: '4', annotations: [] },
      ],
    },
  ])('takes a turn of another model with %j, and none of its thinking', (more) => {
    const messages = [hello, { role: 'assistant', content: '4', ...more }, hello];
    expect(read({ messages }).messages?.at(-1)).toEqual({ role: 'assistant', content: '4' });
  });

  it('takes marks for caches and members that are null', () => {
    const text = { type: 'text', text: hello.content, cache_control: { type: 'ephemeral' } };
    expect(read({ messages: [{ role: 'user', content: [text], name: null }] })).toEqual(read());
    expect(read({ messages: [{ ...hello, cache_control: { type: 'ephemeral' } }] })).toEqual(read());
    const picture = { type: 'image_url', image_url: { url: 'https://example.test/a.png', detail: null } };
    expect(read({ messages: [{ role: 'user', content: [picture] }] }).images).toEqual([{ url: 'https://example.test/a.png' }]);
  });
});
