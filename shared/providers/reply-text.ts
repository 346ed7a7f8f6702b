/** The text of a reply's body as a JSON value, whether it came whole or, from a gateway that streams anyway, as events. */
import { createParser } from 'eventsource-parser';
import { errorInAnswer } from './provider-error.ts';

/** The value, or undefined if the text is neither JSON nor a stream of it. */
export function parseReply(text: string): unknown {
  return parseJson(text) ?? parseEvents(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A whole answer behind `data:` or before `data: [DONE]`, or the pieces of one. */
function parseEvents(text: string): unknown {
  const start = text.search(/\S/);
  if (start < 0) return undefined;
  const [before = '', ...rest] = text.slice(start).split(/\r?\n(?=data:)/, 2);
  if (rest.length > 0 && /^[[{]/.test(before)) return parseJson(before);
  const values = /^(?:data|event|id|retry|:)/.test(before) ? eventsOf(text.slice(start)).map(parseJson).filter(isRecord) : linesOf(before);
  if (values === undefined) return undefined;
  return values.find((value) => errorInAnswer(value) !== undefined) ?? values.map(wholeOf).find(isRecord) ?? joined(values);
}

/** Objects with a line for each, where all of them are whole. */
function linesOf(text: string): Fields[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every((line) => line.startsWith('{'))) return undefined;
  const values = lines.map(parseJson);
  return values.every(isRecord) ? values : undefined;
}

function eventsOf(text: string): string[] {
  const data: string[] = [];
  const parser = createParser({ onEvent: (event) => data.push(event.data) });
  parser.feed(text);
  // An event ends with a blank line, which the last one may lack.
  parser.feed('\n\n');
  return data;
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function choiceOf({ choices }: Fields): Fields | undefined {
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  return isRecord(first) ? first : undefined;
}

/** The whole answer that one event holds, if it is not a piece of one. */
function wholeOf(value: Fields): Fields | undefined {
  // The last event of a stream of OpenAI's Responses API.
  if (isRecord(value['response']) && Array.isArray(value['response']['output'])) return value['response'];
  const choice = choiceOf(value);
  const whole = choice === undefined ? Array.isArray(value['output']) || isRecord(value['data']) : isRecord(choice['message']);
  return whole ? value : undefined;
}

/** The completion that the pieces of a stream make. One that never says how it ended was cut off. */
function joined(values: readonly Fields[]): unknown {
  const choices = values.map(choiceOf).filter((choice) => choice !== undefined);
  if (choices.length === 0) return values[0];
  const deltas = choices.map(({ delta }) => delta).filter(isRecord);
  const pieces = (...fields: string[]) => deltas.flatMap((delta) => fields.map((field) => delta[field]).find((piece) => piece) ?? []);
  const reason = choices.findLast(({ finish_reason: word }) => typeof word === 'string')?.['finish_reason'];
  const usage = values.findLast((value) => isRecord(value['usage']))?.['usage'];
  const message = {
    content: pieces('content'),
    reasoning_content: pieces('reasoning_content', 'reasoning', 'reasoning_details'),
    refusal: pieces('refusal')
      .filter((piece) => typeof piece === 'string')
      .join(''),
  };
  return { choices: [{ message, finish_reason: reason ?? 'incomplete' }], usage };
}
