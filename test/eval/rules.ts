/** The rules without which the figures are void: lines of `agree` are independent, `--learn` sees no later line, the bytes are the same. */
import type { Line, Panel } from './panels.ts';
import { type Core, linesOf } from './verdicts.ts';

export interface RuleFigures {
  readonly rule: string;
  readonly panel: string;
  readonly held: boolean;
}

export function checkRules(core: Core, name: string, panel: Panel): RuleFigures[] {
  const lines = panel.items.map(({ line }) => line);
  const output = (argv: readonly string[], input: readonly Line[]) => core.run(argv, linesOf(input)).output;
  const alone = output(['agree', '--pairs'], lines);
  const learnt = output(['agree', '--learn'], lines);
  const jointly = output(['infer'], lines);
  const half = Math.floor(lines.length / 2);
  const checks = {
    'agree: reversed input, same verdicts': reversed(alone) === output(['agree', '--pairs'], lines.toReversed()),
    'agree --learn: a prefix gives the prefix': learnt.startsWith(output(['agree', '--learn'], lines.slice(0, half))),
    'same input, same bytes': jointly === output(['infer'], lines) && alone === output(['agree', '--pairs'], lines),
    'one verdict a line, same ids': [alone, learnt, jointly].every((text) => sameIds(text, lines)),
  };
  return Object.entries(checks).map(([rule, held]) => ({ rule, panel: name, held }));
}

function reversed(output: string): string {
  return output
    .trimEnd()
    .split('\n')
    .toReversed()
    .map((line) => `${line}\n`)
    .join('');
}

function sameIds(output: string, lines: readonly Line[]): boolean {
  const ids = output
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  return ids.length === lines.length && ids.every((id, at) => id === lines[at]?.id);
}
