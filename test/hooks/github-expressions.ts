/** Expressions of GitHub Actions, evaluated by GitHub's own reader, which `npm run hooks` installs. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runnersFolder } from './runners.ts';

/** What the package exports of use here. */
interface Expressions {
  readonly Lexer: new (text: string) => { lex(): { readonly tokens: readonly unknown[] } };
  readonly Parser: new (tokens: readonly unknown[], contexts: readonly string[], functions: readonly unknown[]) => { parse(): unknown };
  readonly Evaluator: new (tree: unknown, context: unknown) => { evaluate(): { coerceString(): string } };
  readonly data: { reviver(key: string, value: unknown): unknown };
}

/** Returns what gives an expression its value, by the contexts (`github`, `secrets`, `needs`); what is missing in them is empty. */
export async function evaluator(contexts: Readonly<Record<string, unknown>>): Promise<(expression: string) => string> {
  const entry = join(runnersFolder, 'node_modules/@actions/expressions/dist/index.js');
  const { Lexer, Parser, Evaluator, data } = (await import(pathToFileURL(entry).href)) as Expressions;
  const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  return (expression) => {
    const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), []).parse();
    return new Evaluator(tree, values).evaluate().coerceString();
  };
}
