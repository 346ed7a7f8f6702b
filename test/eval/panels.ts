/** Lines for the core out of the data: experts coded, opinions shuffled with a fixed seed, and what each expert's answer is worth. */
import type { Data, ShortSet, TextSet } from './data.ts';
import { shuffled } from './random.ts';

export interface Opinion {
  readonly expert: string;
  readonly family: string | null;
  readonly answer: string | null;
}

/** One line of `consensus agree` and `consensus infer`. */
export interface Line {
  readonly id: string;
  readonly question: string | null;
  readonly kind: 'choice' | 'short' | 'text';
  readonly options: readonly string[] | null;
  readonly opinions: readonly Opinion[];
}

/** A line with its truth: `gold` is the right option; `worth` is what each expert's answer earns (1 or 0, or a score). */
export interface Item {
  readonly line: Line;
  readonly gold: string | null;
  readonly worth: ReadonlyMap<string, number>;
}

export interface Panel {
  readonly set: string;
  readonly name: string;
  readonly experts: readonly string[];
  /** The model behind each coded expert; nothing of it is told to the core. */
  readonly models?: ReadonlyMap<string, string>;
  /** Members that game judges; their scores are no quality and count as 0. */
  readonly hostile: readonly string[];
  readonly items: readonly Item[];
}

export interface Naming {
  /** Also give each expert the family that the first word of its name tells, coded. */
  readonly families: boolean;
}

/** The panels of section 3 of the reference: 20, of which 15 with whole replies. */
const choicePanels = ['mid7', 'mixed8', 'strong6', 'lone7', 'clones8'];
const shortPanels = ['mid7', 'mixed8', 'weak7', 'lone7', 'clones8'];
const seed = 'circle';

export function choiceSet({ models, panels, rows }: ReturnType<Data['choice']>, naming: Naming): Panel[] {
  return choicePanels.map((name) =>
    seat('mmlu-pro', name, models, panels[name], naming, (member) =>
      rows.map(({ id, n, gold, v }) => {
        const opinions = member.map(({ place, ...who }) => ({ ...who, answer: /[A-Z]/.exec(v[place] ?? '-')?.[0] ?? null }));
        const line = { id: `${id}`, question: null, kind: 'choice' as const, options: lettersOf(n), opinions };
        return { line, gold, worth: new Map(opinions.map(({ expert, answer }) => [expert, Number(answer === gold)])) };
      }),
    ),
  );
}

/** Multiple choice with whole replies, for the panels of which every member's replies are kept. */
export function letterSet({ raw_models: models, panels, rows }: ReturnType<Data['letters']>, naming: Naming): Panel[] {
  const whole = choicePanels.filter((name) => panels[name]?.every((model) => models.includes(model)));
  return whole.map((name) =>
    seat('mmlu-pro', name, models, panels[name], naming, (member) =>
      rows.map(({ id, q, options, gold, raw }) => {
        const opinions = member.map(({ place, ...who }) => ({ ...who, answer: raw[place] ?? null }));
        const letters = lettersOf(options.length);
        return { line: { id: `${id}`, question: q, kind: 'choice' as const, options: letters, opinions }, gold, worth: new Map() };
      }),
    ),
  );
}

export function shortSet(set: ShortSet, data: ReturnType<Data['short']>, field: 'a' | 'raw', naming: Naming): Panel[] {
  return shortPanels.map((name) =>
    seat(set, name, data.models, data.panels[name], naming, (member) =>
      data.rows.map((row) => {
        const opinions = member.map(({ place, ...who }) => ({ ...who, answer: row[field][place] ?? null }));
        const line = { id: row.id, question: row.q, kind: 'short' as const, options: null, opinions };
        return { line, gold: null, worth: new Map(member.map(({ expert, place }) => [expert, row.ok[place] ?? 0])) };
      }),
    ),
  );
}

export function openSet({ models, rows }: ReturnType<Data['open']>, naming: Naming): Panel {
  return seat('open-qa', 'all5', models, models, naming, (member) =>
    rows.map((row) => {
      const opinions = member.map(({ place, ...who }) => ({ ...who, answer: row.a[place] ?? null }));
      const line = { id: row.id, question: row.q, kind: 'short' as const, options: null, opinions };
      return { line, gold: null, worth: new Map(member.map(({ expert, place }) => [expert, row.ok[place] ?? 0])) };
    }),
  );
}

export function textSet(set: TextSet, data: ReturnType<Data['text']>, naming: Naming): Panel[] {
  return Object.entries(data.panels).map(([name, members]) => {
    const gaming = new Set(data.hostile?.map((model) => data.models.indexOf(model)));
    return seat(
      set,
      name,
      data.models,
      members,
      naming,
      (member) =>
        data.rows.map((row) => {
          const opinions = member.map(({ place, ...who }) => ({ ...who, answer: row.a[place] ?? null }));
          const question = set === 'alpaca' ? row.q : row.src;
          const worth = new Map(member.map(({ expert, place }) => [expert, gaming.has(place) ? 0 : (row.s[place] ?? 0)]));
          return { line: { id: row.id, question: question ?? null, kind: 'text' as const, options: null, opinions }, gold: null, worth };
        }),
      (place) => gaming.has(place),
    );
  });
}

/** One panel for each crowd set, in the order of the file; workers are coded by their number. */
export function crowdSets({ sets, labels, gold }: ReturnType<Data['crowd']>): Panel[] {
  const right = new Map(gold.map((row) => [`${row.set} ${row.item}`, `${row.gold}`]));
  const itemsOf = Map.groupBy(labels, ({ set }) => set);
  return [...itemsOf].map(([set, rows]) => {
    const options = Array.from({ length: sets[set]?.classes ?? 0 }, (_, option) => `${option}`);
    const items = rows.map(({ item, w, l }) => {
      const opinions = w.map((worker, at) => ({ expert: `w${worker}`, family: null, answer: `${l[at]}` }));
      const line = { id: `${item}`, question: null, kind: 'choice' as const, options, opinions: mixed(set, `${item}`, opinions) };
      return { line, gold: right.get(`${set} ${item}`) ?? null, worth: new Map() };
    });
    return {
      set,
      name: 'crowd',
      experts: [...new Set(items.flatMap(({ line }) => line.opinions.map(({ expert }) => expert)))],
      hostile: [],
      items,
    };
  });
}

interface Member {
  readonly expert: string;
  readonly family: string | null;
  readonly place: number;
}

function lettersOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => String.fromCharCode(65 + at));
}

/** Codes the members in an order of its own, lets `build` make the items, and shuffles each line's opinions. */
function seat(
  set: string,
  name: string,
  models: readonly string[],
  members: readonly string[] | undefined,
  { families }: Naming,
  build: (members: readonly Member[]) => Item[],
  isHostile: (place: number) => boolean = () => false,
): Panel {
  if (!members) throw new Error(`the measuring data has no panel ${set} ${name}`);
  const lines = [...new Set(members.map(familyOf))];
  const seated = shuffled(members, `${seed} ${set} ${name}`).map((model, at) => ({
    expert: `x${at + 1}`,
    family: families ? `f${lines.indexOf(familyOf(model)) + 1}` : null,
    place: models.indexOf(model),
  }));
  const items = build(seated).map((item) => ({ ...item, line: { ...item.line, opinions: mixed(set, item.line.id, item.line.opinions) } }));
  const hostile = seated.filter(({ place }) => isHostile(place)).map(({ expert }) => expert);
  const named = new Map(seated.map(({ expert, place }) => [expert, models[place] ?? expert]));
  return { set, name, experts: seated.map(({ expert }) => expert), models: named, hostile, items };
}

/** Maker or model line, as far as a name tells: its first word, without digits. */
function familyOf(model: string): string {
  return /^(?:Meta-)?([A-Za-z]+)/.exec(model)?.[1]?.toLowerCase() ?? model;
}

function mixed(set: string, id: string, opinions: readonly Opinion[]): Opinion[] {
  return shuffled(opinions, `${seed} ${set} ${id}`);
}
