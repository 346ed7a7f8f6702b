/**
 * The form in which an answer is asked for where a provider knows JSON Schemas: reasons and answer as the members of one object. What
 * comes back is put into the words that everybody else is asked for, so that all answers are kept and read alike.
 */

import type { Seat } from '../contract/expert.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import type { Run } from '../contract/run.ts';

/** Kinds that have a form. */
const formed = ['choice', 'short', 'ranking'] as const;
type FormedKind = (typeof formed)[number];

/** What of a run decides on its form. */
export type FormAsked = Pick<Run, 'kind' | 'options' | 'schema' | 'sampling'>;

/**
 * The JSON Schema that a seat is asked by; undefined where the caller has one of its own, where a stop could cut the object in two,
 * and where the seat's provider is not known to take one.
 */
export function formOf(asked: FormAsked, seat: Pick<Seat, 'provider' | 'jsonSchema'>): Readonly<Record<string, unknown>> | undefined {
  const { kind, options = [], schema, sampling } = asked;
  if (!isFormed(kind) || schema !== undefined || sampling?.stop !== undefined || !keepsToSchemas(seat)) return undefined;
  return {
    type: 'object',
    properties: { reasons: { type: 'string', description: 'The reasons, in a few sentences.' }, answer: answers[kind](options) },
    required: ['reasons', 'answer'],
    additionalProperties: false,
  };
}

/** Whether a seat is asked by a schema. */
export function keepsToSchemas({ provider, jsonSchema }: Pick<Seat, 'provider' | 'jsonSchema'>): boolean {
  const { judge, schemas } = factsOf(provider);
  return judge === 'model' && (jsonSchema ?? schemas);
}

function isFormed(kind: Run['kind']): kind is FormedKind {
  return formed.some((one) => one === kind);
}

const answers: Readonly<Record<FormedKind, (options: readonly string[]) => object>> = {
  choice: (options) => ({ type: 'string', enum: options }),
  short: () => ({ type: 'string', description: 'The short answer alone: a number, a name, a literal.' }),
  ranking: (options) => ({ type: 'array', items: { type: 'string', enum: options }, description: 'All options, from best to worst.' }),
};

/** The answer in words: reasons, then the line that everybody ends with. A reply that is no such object stays as it is. */
export function inWords(text: string, { options = [] }: { readonly options?: readonly string[] | undefined }): string {
  const object = objectIn(text);
  const answer = object && answerIn(object['answer'], options);
  if (object === undefined || answer === undefined) return text;
  const reasons = typeof object['reasons'] === 'string' ? object['reasons'].trim() : '';
  return [...(reasons === '' ? [] : [reasons]), `Answer: ${answer}`].join('\n\n');
}

function answerIn(value: unknown, options: readonly string[]): string | undefined {
  if (!Array.isArray(value)) return lineOf(value);
  if (value.length === 0 || !value.every((one) => typeof one === 'string')) return undefined;
  // Signs read best, unless an option holds such a sign itself.
  return options.some((option) => /[>=]/.test(option)) ? JSON.stringify(value) : value.join(' > ');
}

/** An answer of several lines would not be read as one. */
function lineOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const line = String(value).trim();
  return line === '' || /[\r\n]/.test(line) ? undefined : line;
}

/** The object that a reply is, or that it holds between other words. */
function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const behindThoughts = text.slice(text.lastIndexOf('</think>') + 1);
  for (const part of [text, behindThoughts]) {
    const value = parsed(part.slice(part.indexOf('{'), part.lastIndexOf('}') + 1));
    if (typeof value === 'object' && value !== null && 'answer' in value) return { ...value };
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
