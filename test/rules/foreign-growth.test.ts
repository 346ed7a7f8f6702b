/**
 * Text of others ten times as long takes about ten times as long, wherever it comes in: where the work grew with its square, it would be a
 * hundred times.
 */
import { describe, expect, it } from 'vitest';
import { bearerKey } from '../../functions/api/authenticate.ts';
import { whyNotRead } from '../../functions/api/body-headers.ts';
import { chooseBody } from '../../functions/api/console-files.ts';
import { writtenValue } from '../../shared/contract/written-value.ts';
import { readAnswer } from '../../shared/domain/answer-schema.ts';
import { oneLine, plainJson, plainLines, plainOutput } from '../../shared/domain/plain-text.ts';
import { promptFor } from '../../shared/domain/prompt.ts';
import { failureInAnswer, failureOfStatus } from '../../shared/providers/failure.ts';
import { redactor } from '../../shared/providers/redact.ts';
import { parseReply } from '../../shared/providers/reply-text.ts';
import { readAllowances } from '../../shared/review/allowances.ts';
import { readJudgements } from '../../shared/review/judgements.ts';
import { readDiff } from '../../shared/review/read-diff.ts';
import { readFindings } from '../../shared/review/read-findings.ts';
import { requestFor } from '../providers/ask-model.ts';

/** Characters of the shorter text; an expert's reply may have 80 times as many as the longer one. */
const length = 10_000;
/** How much longer ten times the text may take: linear work and what a busy machine adds. */
const mostTimes = 45;
/** Milliseconds below which no ratio says anything: what grew with its square here took seconds. */
const littleMs = 400;

const redact = redactor(requestFor({}));
const file = { type: 'text/html', etag: '"a"', immutable: false, bodies: new Map([['identity', new Uint8Array()]] as const) };
const failed = (body: unknown, headers = new Headers()) =>
  failureOfStatus({ preset: 'openai', address: 'https://api.example/v1', status: 429, headers, body }, redact);
const header = (name: string, text: string) => {
  // What a connection would not carry does not come in.
  const sendable = text.replaceAll(/[^\x20-\x7e]/g, ' ').trim();
  return new Headers({ [name]: sendable });
};

/** A list with as many entries as a text may have lines. */
const listAsLongAs = ({ length: characters }: string) => `[${'{"severity":"low","title":"t"},'.repeat(characters / 32)}{}]`;

/** Where text comes in. */
const doors: Readonly<Record<string, (text: string) => unknown>> = {
  'a reply': (text) => parseReply(text),
  'lines of an event stream': (text) => parseReply(`data: ${text}\n\ndata: [DONE]`),
  "the code of a provider's error": (text) => failed({ error: { code: text, message: 'm' } }),
  "the message of a provider's error": (text) => failed({ error: { code: 'x', message: `try again in ${text}` } }),
  'a hint to wait': (text) => failed({ error: { message: 'm', details: [{ retryDelay: text }] }, retry_after: text }),
  'headers of a reply': (text) => failed({}, header('retry-after', text)),
  'an error in an answer': (text) =>
    failureInAnswer({ preset: 'openai', address: '', status: 200, headers: new Headers(), body: { error: text } }, redact),
  'an answer held to a schema': (text) => readAnswer('{"type":"object"}', text),
  'an answer in a fence': (text) => readAnswer('{"type":"object"}', `\`\`\`json\n${text}\n\`\`\``),
  'a schema': (text) => readAnswer(JSON.stringify({ description: text.slice(0, 40_000) }), '{}'),
  'a question': (text) => promptFor({ question: text, kind: 'text' }, undefined),
  options: (text) => promptFor({ question: 'Why?', kind: 'choice', options: [text, 'b'] }, undefined),
  'turns of a chat': (text) => promptFor({ question: 'Why?', kind: 'text', messages: [{ role: 'user', content: text }] }, undefined),
  Authorization: (text) => bearerKey(`Bearer ${text}`),
  'Accept-Encoding': (text) => chooseBody(file, text),
  'Content-Type': (text) => whyNotRead(header('content-type', `application/json;${text}`)),
  'a value of secrets.env': (text) => writtenValue(text),
  'a line for a terminal': (text) => oneLine(text),
  'lines for a terminal': (text) => [plainLines(text), plainOutput(text), plainJson({ text })],
  'findings of a review': (text) => readFindings(text),
  'words beside a list of findings': (text) => readFindings(`${listAsLongAs(text)}\n${text}`),
  'judgements in a review': (text) => readJudgements(text),
  'comments that allow findings': (text) => readAllowances('a', text),
  'a diff with a long line': (text) => {
    try {
      readDiff(`Binary files a/${text.replaceAll('\n', ' ')} and b/x differ\r`);
    } catch {
      // It is none.
    }
  },
};

/** Pieces that texts are made of which once took long, and their kin. */
const pieces = [
  'a',
  ' ',
  '\n',
  '`',
  '```\n',
  '{',
  '[',
  '{"a":',
  '"',
  '\\',
  '0',
  '0.',
  '<',
  '</',
  '- [',
  '**',
  'a/',
  '://',
  '::',
  ' and ',
  '\u2028',
  '\u001b[',
  'é',
  '=',
  'data: {}\n\n',
  '#circle:allow a b\n',
  '- low: other\n',
];

function ms(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const best = (work: () => unknown) => Math.min(ms(work), ms(work), ms(work));

describe('foreign text', () => {
  it.each(Object.entries(doors))('takes time by its length: %s', { timeout: 120_000 }, (_, door) => {
    const slow = pieces.filter((piece) => {
      const text = (characters: number) => `${piece.repeat(characters / piece.length)}x`;
      const [short, long] = [text(length), text(10 * length)];
      const first = ms(() => door(long));
      return first > littleMs && best(() => door(long)) > Math.max(littleMs, mostTimes * best(() => door(short)));
    });
    expect(slow).toEqual([]);
  });
});
