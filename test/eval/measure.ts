/** Everything that one part of the data can tell about one binary. */
import { type CrowdFigures, measureCrowd } from './crowd.ts';
import type { Data } from './data.ts';
import { measureText, type TextFigures } from './free-text.ts';
import { measureOpenQuestions, type OpenFigures } from './open-questions.ts';
import { choiceSet, crowdSets, letterSet, type Naming, openSet, type Panel, shortSet, textSet } from './panels.ts';
import { checkRules, type RuleFigures } from './rules.ts';
import { measurePanel, measureReplies, type PanelFigures, type ReplyFigures } from './short-and-choice.ts';
import { kilobyteLines, measureSpeed, type SpeedFigures } from './speed.ts';
import type { Core } from './verdicts.ts';

export interface Figures {
  readonly panels: readonly PanelFigures[];
  readonly replies: readonly ReplyFigures[];
  readonly open: OpenFigures;
  readonly text: readonly TextFigures[];
  /** All 19 sets; `rel` and `fact` are no part of the mean. */
  readonly crowd: readonly CrowdFigures[];
  readonly speed: readonly SpeedFigures[];
  readonly rules: readonly RuleFigures[];
}

/** Sets of crowd labels that serve for timing only. */
export const timingOnly: readonly string[] = ['rel', 'fact'];

const shortNames = ['gsm', 'math-l5', 'crux'] as const;
const textNames = ['wildbench', 'alpaca', 'mt-zhen', 'mt-ende'] as const;

export function measureAll(core: Core, data: Data, naming: Naming, say: (line: string) => void): Figures {
  const step = <Result>(name: string, work: () => Result): Result => {
    const startedAt = performance.now();
    const result = work();
    say(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return result;
  };
  const short = shortNames.map((name) => ({ name, data: data.short(name) }));
  const choice = choiceSet(data.choice(), naming);
  const extracted = short.flatMap((set) => shortSet(set.name, set.data, 'a', naming));
  const whole = short.flatMap((set) => shortSet(set.name, set.data, 'raw', naming));
  const letters = letterSet(data.letters(), naming);
  const open = openSet(data.open(), naming);
  const text = textNames.flatMap((name) => textSet(name, data.text(name), naming));
  const chat = text.find(({ set, name }) => set === 'wildbench' && name === 'mid8');
  const mixed = (panels: readonly Panel[], set: string) => panels.filter((panel) => panel.set === set && panel.name === 'mixed8');
  const ruled = [
    ...mixed(choice, 'mmlu-pro').map((panel) => ({ name: 'mmlu-pro mixed8', panel })),
    ...mixed(extracted, 'math-l5').map((panel) => ({ name: 'math-l5 mixed8', panel })),
    ...mixed(whole, 'math-l5').map((panel) => ({ name: 'math-l5 mixed8, whole replies', panel })),
    { name: 'open-qa all5', panel: open },
    ...(chat ? [{ name: 'wildbench mid8', panel: chat }] : []),
  ];
  return {
    // First, before the machine is warm from the rest.
    speed: step('speed', () => [
      ...(chat ? [measureSpeed(core, 'text, 7 x 1 KB', ['agree'], kilobyteLines(chat))] : []),
      ...whole.slice(0, 1).map((panel) => measureSpeed(core, 'short, 7 whole replies', ['agree'], sample(panel))),
      ...extracted.slice(0, 1).map((panel) => measureSpeed(core, 'short, 7 answers', ['agree'], sample(panel))),
      ...choice.slice(0, 1).map((panel) => measureSpeed(core, 'choice, 7 letters', ['agree'], sample(panel))),
    ]),
    crowd: step('crowd labels, 19 sets', () => crowdSets(data.crowd()).map((panel) => measureCrowd(core, panel))),
    panels: step('20 panels', () => [...choice, ...extracted].map((panel) => measurePanel(core, panel))),
    replies: step('whole replies', () => [...whole, ...letters].map((panel) => measureReplies(core, panel))),
    open: step('open questions', () => measureOpenQuestions(core, open)),
    text: step('free text', () => text.map((panel) => measureText(core, panel))),
    rules: step('rules', () => ruled.flatMap(({ panel, name }) => checkRules(core, name, panel))),
  };
}

function sample({ items }: { readonly items: readonly { readonly line: Parameters<typeof measureSpeed>[3][number] }[] }) {
  return items.map(({ line }) => line);
}
