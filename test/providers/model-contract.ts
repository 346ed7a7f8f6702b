/** The contract of every model that is asked over HTTP; the provider's own test adds what is special to it. */
import { describe, expect, it } from 'vitest';
import type { Seat } from '../../shared/contract/expert.ts';
import type { Model } from '../../shared/ports/model.ts';
import { expectFailure, instructions, key, prompt, requestFor } from './ask-model.ts';
import { cutOff, fixture, hang, json, type Received, serve } from './provider-server.ts';

/** What differs between providers. Fixtures are `<name>-<case>.json`. */
export interface ModelContract {
  readonly name: Seat['provider'];
  readonly model: Model;
  readonly modelId: string;
  /** Path below the server that a seat's `baseUrl` ends with. */
  readonly basePath: string;
  /** Asserts path, model, system text, key and limits as this provider wants them. */
  readonly expectSent: (received: Received) => void;
  /** Parts of the body that carry the schema, the stop (where there is such a thing) and the image of the contract's own request. */
  readonly shaped: Readonly<Record<string, unknown>>;
  /** The part of the body that carries an image by address; undefined where the provider does not fetch one. */
  readonly imageByAddress: Readonly<Record<string, unknown>> | undefined;
  /** Turns the fixture of an answer into one that ended at its token limit. */
  readonly atTokenLimit: readonly [from: string, to: string];
  readonly statusOfRejectedKey?: number;
  /** How this provider says when to come back. */
  readonly rateLimited: { readonly headers?: Record<string, string>; readonly seconds: number | undefined };
}

/** A PNG as far as anybody looks. */
export const pixel = 'iVBORw0KGgo=';
/** What the contract asks to be conformed to; it is one that no provider has to change. */
export const schema = { type: 'object', properties: { blue: { type: 'boolean' } }, required: ['blue'], additionalProperties: false };
const address = 'https://images.example/sky.png';

export function testModel(contract: ModelContract): void {
  const { name, model, modelId, basePath } = contract;
  const seatAt = (url: string) => ({ provider: name, model: modelId, baseUrl: `${url}${basePath}`, region: 'eu-west-1' });
  const ask = (url: string, rest: Parameters<typeof requestFor>[1] = {}) => model.ask(requestFor(seatAt(url), rest));

  describe(`${name} keeps the model contract`, () => {
    it('gives the text and the reported usage of an answer', async () => {
      const { url } = await serve(json(fixture(`${name}-answer`)));

      expect(await ask(url)).toEqual({ text: 'Blue, by Rayleigh scattering.', usage: { inputTokens: 41, outputTokens: 9 } });
    });

    it('sends model, system text, prompt, key and token limit', async () => {
      const server = await serve(json(fixture(`${name}-answer`)));

      await ask(server.url);

      const received = await server.received;
      expect(JSON.parse(received.body)).toBeTypeOf('object');
      for (const text of [prompt, instructions]) expect(received.body).toContain(JSON.stringify(text));
      expect(received.body).not.toMatch(/"temperature"/);
      contract.expectSent(received);
    });

    it('sends a temperature where the seat sets one', async () => {
      const server = await serve(json(fixture(`${name}-answer`)));

      await model.ask(requestFor({ ...seatAt(server.url), temperature: 0.25 }));

      expect((await server.received).body).toMatch(/"temperature":0.25/);
    });

    it('sends a schema, a stop and an image as this provider takes them, and no stop of white space', async () => {
      const server = await serve(json(fixture(`${name}-answer`)));

      await ask(server.url, { schema, stop: ['END', '\n'], images: [{ url: `data:image/png;base64,${pixel}` }] });

      const { body } = await server.received;
      expect(JSON.parse(body)).toMatchObject(contract.shaped);
      expect(body).not.toContain('"\\n"');
    });

    it.each([
      ['any object', { type: 'object' }],
      ['something else than an object', { type: 'array', items: { type: 'string' } }],
    ])('leaves a schema of %s to the instructions', async (_, other) => {
      const server = await serve(json(fixture(`${name}-answer`)));

      await ask(server.url, { schema: other });

      expect((await server.received).body).not.toMatch(/json_?schema|"tools?(Config)?"/i);
    });

    it('passes an image on by its address to a provider that fetches it, and names one that does not', async () => {
      const server = await serve(json(fixture(`${name}-answer`)));
      const reply = ask(server.url, { images: [{ url: address }] });

      if (contract.imageByAddress === undefined) {
        await expectFailure(reply, 'images-not-taken');
        expect(server.count()).toBe(0);
      } else {
        await reply;
        expect(JSON.parse((await server.received).body)).toMatchObject(contract.imageByAddress);
      }
    });

    it('ends the text before a stop, whether the provider has done so or not', async () => {
      const { url } = await serve(json(fixture(`${name}-answer`).replace(...contract.atTokenLimit)));

      const reply = await ask(url, { stop: ['nowhere', ' scatter', ', by'] });

      expect(reply).toEqual({ text: 'Blue', usage: { inputTokens: 41, outputTokens: 9 } });
    });

    it('says that a text ended at its token limit', async () => {
      const { url } = await serve(json(fixture(`${name}-answer`).replace(...contract.atTokenLimit)));

      expect(await ask(url)).toMatchObject({ text: 'Blue, by Rayleigh scattering.', truncated: true });
    });

    it('names a rejected key', async () => {
      const { url } = await serve(json(fixture(`${name}-key-rejected`), contract.statusOfRejectedKey ?? 401));

      await expectFailure(ask(url), 'key-rejected');
    });

    it('names a rate limit, with the wait that the provider asks for', async () => {
      const { headers, seconds } = contract.rateLimited;
      const server = await serve(json(fixture(`${name}-rate-limited`), 429, headers));

      await expectFailure(ask(server.url), 'rate-limited', seconds);
      expect(server.count()).toBe(1);
    });

    it('names a fault of the provider, and does not try again by itself', async () => {
      const server = await serve(json(fixture(`${name}-provider-error`), 500));

      const failure = await expectFailure(ask(server.url), 'provider-error');

      expect(failure.message).toContain('500');
      expect(server.count()).toBe(1);
    });

    it('gives up when the time is over, and closes the connection', async () => {
      const server = await serve(hang);

      await expectFailure(ask(server.url, { timeoutMs: 80 }), 'timeout');
      await (await server.received).closed;
    });

    it('gives up when the time is over in the middle of a body', async () => {
      const server = await serve((response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":'));

      await expectFailure(ask(server.url, { timeoutMs: 80 }), 'timeout');
      await (await server.received).closed;
    });

    it('tells a reply that was cut off in the middle', async () => {
      const { url } = await serve(cutOff(fixture(`${name}-answer`)));

      await expectFailure(ask(url), 'cut-off');
    });

    it('finds the error inside a reply with status 200', async () => {
      const { url } = await serve(json(fixture(`${name}-error-in-answer`)));

      await expectFailure(ask(url), 'error-in-answer');
    });

    it('tells an answer without text', async () => {
      const { url } = await serve(json(fixture(`${name}-empty-answer`).replace('"MAX_TOKENS"', '"STOP"')));

      const failure = await expectFailure(ask(url), 'empty-answer');

      expect(failure.usage?.inputTokens).toBe(41);
    });

    it('tells a reply without a body', async () => {
      const { url } = await serve(json(''));

      await expectFailure(ask(url), 'empty-answer');
    });

    it('tells a refusal, which is billed', async () => {
      const { url } = await serve(json(fixture(`${name}-refused`)));

      const failure = await expectFailure(ask(url), 'refused');

      expect(failure.usage?.inputTokens).toBe(41);
    });

    it.each([
      '<html>busy</html>',
      'Blue, by',
      '{"id": "half',
      '"just a word"',
      '[]',
      '{"candidates":1,"choices":1,"content":1,"output":1}',
    ])('cannot read %s', async (body) => {
      const { url } = await serve(json(body));

      await expectFailure(ask(url), 'unreadable-answer');
    });

    it('tells a provider that is not there', async () => {
      const server = await serve(hang);
      await server.close();

      const failure = await expectFailure(ask(server.url), 'unreachable');

      expect(failure.message).toContain('ECONNREFUSED');
    });

    it('throws the reason of an abort from outside, and closes the connection', async () => {
      const server = await serve(hang);
      const controller = new AbortController();
      const reason = new Error('the run has ended');

      const reply = ask(server.url, { signal: controller.signal });
      const outcome = expect(reply).rejects.toBe(reason);
      const received = await server.received;
      controller.abort(reason);

      await outcome;
      await received.closed;
    });

    it('sends nothing once it has been aborted', async () => {
      const server = await serve(hang);
      const reason = new Error('the run has ended');

      await expect(ask(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

      expect(server.count()).toBe(0);
    });

    it.each([
      [401, 'key-rejected'],
      [400, 'request-rejected'],
      [500, 'provider-error'],
      [200, 'error-in-answer'],
    ] as const)('keeps key and prompt out of the message when the provider quotes them with status %i', async (status, type) => {
      const quoted = `Bad key ${key} for ${prompt} after ${instructions}`;
      const { url } = await serve(json(JSON.stringify({ message: quoted, error: { message: quoted, code: key } }), status));

      const failure = await expectFailure(ask(url), type);

      expect(failure.message).toContain('Bad key [key] for [prompt]');
    });

    it('does not carry the key along a redirect', async () => {
      const elsewhere = await serve(hang);
      const { url } = await serve((response) => response.writeHead(307, { location: elsewhere.url }).end());

      await expectFailure(ask(url), 'request-rejected');

      expect(elsewhere.count()).toBe(0);
    });

    it('takes no reply without end', async () => {
      const { url } = await serve((response) => response.writeHead(200).end(`{"filler":"${'x'.repeat(9_000_000)}"}`));

      await expectFailure(ask(url), 'answer-too-large');
    });
  });
}

/** Asserts that a seat whose key is not set fails before anything is sent. */
export function testMissingKey(model: Model, seat: Partial<Seat>): void {
  it.each([undefined, '', '  \n'])('names a key that is not set (%j)', async (missing) => {
    const failure = await expectFailure(model.ask(requestFor({ ...seat, key: 'SOME_KEY' }, { key: missing })), 'key-missing');

    expect(failure.message).toContain('SOME_KEY');
  });

  it('names a key that no header can carry, without showing it', async () => {
    const failure = await expectFailure(model.ask(requestFor({ ...seat, key: 'SOME_KEY' }, { key: 'sk-one\nsk-two' })), 'key-rejected');

    expect(failure.message).not.toContain('sk-one');
  });
}
