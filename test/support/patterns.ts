/** Every regular expression of the source: those that stand there, and those that a file makes when it is loaded. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

export interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** What is found in a text. */
interface Found {
  readonly literals: readonly Pattern[];
  /** Whether the text makes expressions of something that no reader of it knows. */
  readonly makes: boolean;
}

const root = join(import.meta.dirname, '../..');

/** Files of the product. */
export function sourceFiles(): readonly string[] {
  return globSync('{functions,shared,infra}/**/*.{ts,tsx,mjs}', { cwd: root }).toSorted();
}

/** The expressions of a text by its syntax tree. */
export function patternsIn(file: string, text = readFileSync(join(root, file), 'utf8')): Found {
  const nodes = nodesBelow(
    parseSync(text, file.endsWith('.mjs') ? { syntax: 'ecmascript' } : { syntax: 'typescript', tsx: file.endsWith('x') }),
  );
  const written = nodes.flatMap(({ type, pattern, flags }) =>
    type === 'RegExpLiteral' ? [{ file, source: String(pattern), flags: String(flags) }] : [],
  );
  const calls = nodes.filter(({ type, callee }) => (type === 'NewExpression' || type === 'CallExpression') && isRegExp(callee));
  const plain = calls.map(({ arguments: given }) => (Array.isArray(given) ? given.map(({ expression }: Argument) => expression) : []));
  const readable = plain.filter(([source]) => source?.type === 'StringLiteral');
  const made = readable.map(([source, flags]) => ({ file, source: source?.value ?? '', flags: flags?.value ?? '' }));
  return { literals: [...written, ...made], makes: readable.length < calls.length };
}

function nodesBelow(node: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof node !== 'object' || node === null) return [];
  return [{ ...node }, ...Object.values(node).flatMap(nodesBelow)];
}

interface Argument {
  readonly expression: Literal;
}

interface Literal {
  readonly type: string;
  readonly value?: string;
}

function isRegExp(callee: unknown): boolean {
  return typeof callee === 'object' && callee !== null && 'value' in callee && callee.value === 'RegExp';
}

/** The expressions that a file makes while it is loaded. */
export async function patternsMadeBy(file: string): Promise<readonly Pattern[]> {
  const made: Pattern[] = [];
  const { RegExp: Native } = globalThis;
  globalThis.RegExp = new Proxy(Native, {
    construct(target, [source, flags]: [string | RegExp, string | undefined]) {
      const expression = new target(source, flags);
      if (typeof source === 'string') made.push({ file, source: expression.source, flags: expression.flags });
      return expression;
    },
  });
  try {
    // By an address of its own: another file may have loaded it already.
    await import(`${join(root, file)}?made`);
  } finally {
    globalThis.RegExp = Native;
  }
  return made;
}
