/** What it adds to the weighing of a panel that its experts are known: reading their state, the weights of all, and what would be decided. */
import { median } from '../eval/figures.ts';
import { randomFrom } from '../eval/random.ts';
import { roundTrips } from './core-process.ts';

const sizes = [3, 5, 10] as const;
const panels = 2_000;
const turns = 5;

export interface LearntState {
  readonly experts: number;
  /** Length of the state on the wire. */
  readonly bytes: number;
  /** The core's processor time for a panel without a state, and what a state adds, in microseconds. */
  readonly plain: number;
  readonly added: number;
}

/** Panels of letters, as short as panels can be, with the state after some hundred outcomes and without one, in turns. */
export async function learntState(binary: string): Promise<readonly LearntState[]> {
  const found: LearntState[] = [];
  for (const experts of sizes) {
    const state = stateOf(experts);
    const [plain, known] = [linesOf(experts, {}), linesOf(experts, { at: 20_758, reliability: state, reliabilityMode: 'auto' })];
    const times = [];
    for (let turn = 0; turn < turns; turn++)
      times.push({ plain: await microseconds(binary, plain), known: await microseconds(binary, known) });
    found.push({
      experts,
      bytes: JSON.stringify(state).length,
      plain: Math.round(median(times.map((time) => time.plain))),
      added: Math.round(median(times.map((time) => time.known - time.plain))),
    });
  }
  return found;
}

async function microseconds(binary: string, lines: readonly string[]): Promise<number> {
  return (await roundTrips(binary, ['agree'], lines)).processorSeconds * 1e6;
}

const nameOf = (expert: number) => `expert-${expert}`;

function linesOf(experts: number, known: object): string[] {
  const next = randomFrom(`letters of ${experts}`);
  return Array.from({ length: panels }, (_, at) => {
    const opinions = Array.from({ length: experts }, (__, expert) => ({
      expert: nameOf(expert),
      family: null,
      answer: 'ABCD'[Math.floor(next() * 4)],
    }));
    return `${JSON.stringify({ id: `${at}`, question: null, kind: 'choice', options: ['A', 'B', 'C', 'D'], opinions, ...known })}\n`;
  });
}

/** Sums with all the digits that fading gives them: of each expert, of each two, and of what was foretold. */
function stateOf(experts: number): { readonly version: number; readonly experts: Readonly<Record<string, object>> } {
  const next = randomFrom(`state of ${experts}`);
  const tally = () => {
    const asked = 300 + 100 * next();
    return { right: asked * (0.3 + 0.6 * next()), asked };
  };
  const names = Array.from({ length: experts }, (_, expert) => nameOf(expert));
  const pairs = names.flatMap((one, at) => names.slice(0, at).map((other) => `pair ${[one, other].sort().join(' ')}`));
  const foretold = Array.from({ length: 20 }, (_, part) => [`foretold ${part}`, `foretold mean-${part}`]).flat();
  const all = [...names, ...names.map((name) => `judged ${name}`), ...pairs, ...foretold];
  return { version: 1, experts: Object.fromEntries(all.map((name) => [name, tally()])) };
}
