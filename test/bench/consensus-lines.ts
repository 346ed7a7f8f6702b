/** The lines that the bench `consensus` works on: made the same on every run, but the crowd, which is S_Rel where the data is there. */
import { existsSync } from 'node:fs';
import { openData } from '../eval/data.ts';
import { crowdSets, type Line } from '../eval/panels.ts';
import { randomFrom } from '../eval/random.ts';

const syllables = [
  'ca',
  'ren',
  'ti',
  'mo',
  'sal',
  'ver',
  'do',
  'lin',
  'pa',
  'ker',
  'su',
  'nat',
  'be',
  'ros',
  'gi',
  'man',
  'tu',
  'fel',
  'wo',
  'dis',
];
const vocabulary = 400;

/** Panels of seven answers of 1 KB: variations of one another, as answers to one question are. */
export function longPanels(count: number): Line[] {
  return Array.from({ length: count }, (_, at) => panelOf('text', at, (expert) => prose(`long ${at}`, expert, 1024)));
}

/** Panels of seven whole replies that end in a number; about six of ten are right. */
export function replyPanels(count: number): Line[] {
  return Array.from({ length: count }, (_, at) =>
    panelOf('short', at, (expert) => {
      const next = randomFrom(`number ${at} ${expert}`);
      const number = next() < 0.6 ? 100 + at : 100 + Math.floor(next() * 50);
      return `${prose(`reply ${at}`, expert, 400)} The answer is ${number}.`;
    }),
  );
}

/** What panels of the same length are made of: prose in other words or near copies, and what must not make reading slow. */
export const shapes = [
  'text, other words',
  'text, near copies',
  'short',
  'choice',
  'answer tags',
  'thinking',
  'nested list',
  'one line',
] as const;

/** Panels of seven answers of the given shape and length. */
export function shapedPanels(shape: (typeof shapes)[number], bytes: number, count: number): Line[] {
  const kind = shape === 'short' || shape === 'choice' ? shape : 'text';
  const options = kind === 'choice' ? ['Redis', 'Postgres', 'SQLite'] : null;
  return Array.from({ length: count }, (_, at) => ({
    ...panelOf(kind, at, (expert) => shaped(shape, `${shape} ${at}`, expert, bytes)),
    options,
  }));
}

function shaped(shape: (typeof shapes)[number], topic: string, expert: number, bytes: number): string {
  const repeated = (piece: (at: number) => string) => {
    let text = '';
    for (let at = 0; text.length < bytes; at++) text += piece(at);
    return text;
  };
  switch (shape) {
    case 'text, other words':
      return prose(topic, expert, bytes);
    case 'text, near copies':
      return `${prose(topic, 0, bytes)} ${wordOf(expert)}`;
    case 'short':
      return `${prose(topic, expert, bytes)} The answer is ${wordOf(expert % 3)}.`;
    case 'choice':
      return `${prose(topic, expert, bytes)} The answer is ${expert % 3 === 0 ? 'Redis' : 'Postgres'}.`;
    case 'answer tags':
      return repeated((at) => `<answer>${wordOf((at + expert) % 2)}</answer>\n`);
    case 'thinking':
      return repeated((at) => `<think>${wordOf(at)}</think> ${wordOf(at + expert)}\n`);
    case 'nested list':
      return repeated((at) => `${'  '.repeat(at % 40)}- ${wordOf(at + expert)}\n`);
    case 'one line':
      return repeated((at) => `${wordOf(at)} is **not** \`${wordOf(at + expert)}\` but ${at} km, `);
  }
}

/** S_Rel, or labels of the same shape: 20,232 items, 766 workers, about 97,000 labels, 4 classes. */
export function crowdLines(folder: string): { readonly name: string; readonly lines: readonly Line[] } {
  const rel = existsSync(folder) ? crowdSets(openData(folder, 'dev').crowd()).find(({ set }) => set === 'rel') : undefined;
  if (rel) return { name: 'S_Rel', lines: rel.items.map(({ line }) => line) };
  const next = randomFrom('crowd');
  const below = (limit: number) => Math.floor(next() * limit);
  const lines = Array.from({ length: 20_232 }, (_, item): Line => {
    const truth = below(4);
    const opinions = Array.from({ length: item % 5 === 0 ? 4 : 5 }, () => {
      // The least of three is often small: a few workers do most of the work.
      const worker = Math.min(below(766), below(766), below(766));
      const skilled = below(100) < 40 + ((worker * 13) % 50);
      return { expert: `w${worker}`, family: null, answer: `${skilled ? truth : below(4)}` };
    });
    return { id: `${item}`, question: null, kind: 'choice', options: ['0', '1', '2', '3'], opinions };
  });
  return { name: 'synthetic, in the shape of S_Rel', lines };
}

function panelOf(kind: 'text' | 'short' | 'choice', at: number, answer: (expert: number) => string): Line {
  const opinions = Array.from({ length: 7 }, (_, expert) => ({ expert: `e${expert}`, family: `f${expert % 5}`, answer: answer(expert) }));
  return { id: `${kind} ${at}`, question: 'How does carenti mosalver dolinpa?', kind, options: null, opinions };
}

/** Two words of three are those that everybody uses at this place. */
function prose(topic: string, expert: number, length: number): string {
  const [common, own] = [randomFrom(topic), randomFrom(`${topic} ${expert}`)];
  let text = '';
  let sinceStop = 0;
  while (text.length < length) {
    const shared = Math.floor(common() * vocabulary);
    const word = wordOf(own() < 1 / 3 ? Math.floor(own() * vocabulary) : shared);
    sinceStop += 1;
    const stops = sinceStop > 8 + own() * 9;
    if (stops) sinceStop = 0;
    text += stops ? `${word}. ` : `${word} `;
  }
  return text.slice(0, length);
}

function wordOf(number: number): string {
  const pick = (at: number) => syllables[at % syllables.length] ?? '';
  const word = pick(number) + pick(Math.floor(number / syllables.length));
  return number % 3 === 0 ? word + pick(number * 7 + 3) : word;
}
