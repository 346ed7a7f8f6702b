/** Large questions and images at the command line: sent as they are, or refused by name before anything is sent. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLines } from '../../functions/cli/batch/lines.ts';
import { imagesOf } from '../../functions/cli/image-file.ts';
import { imageBytes, imageMaxBytes } from '../../shared/contract/context.ts';
import { questionMaxBytes } from '../../shared/contract/question.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { type Served, serveApi } from '../support/circle-command.ts';
import { runOf } from '../support/ports.ts';

let api: TestApi;
let served: Served;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'circle-sizes-'));
  api = openApi();
  // Cancelled at once, so that nobody waits.
  api.ports.workflow.start = async (id) => void (await api.ports.runs.cancel(id, '2026-03-01T10:00:03.000Z'));
  served = await serveApi(api);
});
afterAll(() => {
  served.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex');
const heads: readonly (readonly [string, Buffer])[] = [
  ['png', png],
  ['jpeg', Buffer.from('ffd8ffe0', 'hex')],
  ['gif', Buffer.from('GIF89a')],
  ['webp', Buffer.from('RIFF....WEBPVP8 ')],
];

describe('an image', () => {
  it.each(heads)('is told by what it holds, whatever its name: %s', (type, bytes) => {
    const [image] = imagesOf([file('picture.txt', bytes)]) ?? [];
    expect(image?.url).toBe(`data:image/${type};base64,${bytes.toString('base64')}`);
    expect(imageBytes(image?.url ?? '')).toBe(bytes.length);
  });

  it('is passed on as an address where it is one', () => {
    expect(imagesOf(['https://example.test/a.png'])).toEqual([{ url: 'https://example.test/a.png' }]);
  });

  it.each([
    ['a text', () => file('a.png', Buffer.from('no image')), /a\.png.*is no PNG/],
    ['a file that is not there', () => join(folder, 'nowhere.png'), /nowhere\.png.*ENOENT/],
    [
      'one that is too large',
      () => {
        const path = file('large.png', png);
        truncateSync(path, imageMaxBytes + 1);
        return path;
      },
      new RegExp(`large\\.png.*${imageMaxBytes + 1} bytes; at most ${imageMaxBytes}.*https address`),
    ],
  ])('is refused by its name: %s', (_, path, words) => {
    expect(() => imagesOf([path()])).toThrow(words);
  });
});

describe('the command', () => {
  it('sends a question as large as it may be, and an image, as they are', async () => {
    const question = `${'Is it safe? '.repeat(90_000)}`.slice(0, questionMaxBytes).padEnd(questionMaxBytes, '!');
    const ada = ['--experts', 'ada', '--budget', '100'];
    const path = file('one.png', Buffer.concat([png, Buffer.alloc(100_000, 7)]));
    const { code, stdout, stderr } = await served.circle(['ask', '-', '--json', ...ada, '--image', path], { input: question });
    expect(code, stderr).toBe(1);
    const run = await runOf(api.ports, JSON.parse(stdout).id);
    expect([run.question === question, run.images]).toEqual([true, imagesOf([path])]);
  });

  it('refuses a question of one byte more with the field and the limit, and sends nothing', async () => {
    const started = api.ports.log.of('REQUEST_COMPLETED').length;
    const { code, stderr } = await served.circle(['ask', '-'], { input: 'x'.repeat(questionMaxBytes + 1) });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`question.*${questionMaxBytes} bytes`));
    expect(api.ports.log.of('REQUEST_COMPLETED')).toHaveLength(started);
  });
});

describe('a line of a batch', () => {
  const line = (bytes: number) => JSON.stringify({ id: 'a', question: 'x'.repeat(bytes) });

  it('takes a question as large as it may be', () => {
    expect(readLines(line(questionMaxBytes), {})[0]?.body.question).toHaveLength(questionMaxBytes);
  });

  it('is refused by its number, the field and the limit where it is larger', () => {
    const reading = () => readLines(`"Why?"\n${line(questionMaxBytes + 1)}`, {});
    expect(reading).toThrow(InvalidInput);
    expect(reading).toThrow(new RegExp(`line 2, question.*${questionMaxBytes} bytes`));
  });
});
