import { expect, it } from 'vitest';
import { human } from '../../shared/providers/human.ts';
import { expectFailure, requestFor } from './ask-model.ts';

it('is never asked: its opinion is handed in', async () => {
  const failure = await expectFailure(human.ask(requestFor({ provider: 'human', expert: 'ada' })), 'request-rejected');

  expect(failure.message).toBe('ada is a human: the opinion is submitted through the API');
});
