/** Which skill is known of the seats of a panel. */
import type { Rates, SeatSkill, SkillField, SkillFile, StatedSkill } from '../contract/skill.ts';
import { ownEntry } from './own-entry.ts';

/** How far figures are taken at their word: chosen on the developer half of recorded answers (EVALUATION.md). */
const trust = { stated: 0.9, published: 0.6 } as const;
/** Part of the field's own result beside the mean of all fields: one field's tasks are few. */
const fieldPart = 0.3;

/** A seat that may be known: its model, and what `circles.yaml` says of it. */
export interface Known {
  readonly model: string;
  readonly skill?: StatedSkill | undefined;
}

/**
 * The skill of each seat, in their order; undefined for all of them unless it is known of all, by one measure: figures of different
 * origin cannot be compared.
 */
export function skillOfPanel(
  seats: readonly Known[],
  field: SkillField | undefined,
  published: SkillFile | undefined,
): readonly (SeatSkill | undefined)[] {
  const nothing = seats.map(() => undefined);
  if (seats.length === 0 || seats.some(({ skill }) => skill === 'none')) return nothing;
  if (seats.every(({ skill }) => skill !== undefined)) return seats.map(({ skill }) => stated(skill, field));
  if (seats.some(({ skill }) => skill !== undefined)) return nothing;
  const models = seats.map(({ model }) => modelName(model));
  for (const { source, date, models: listed } of published?.editions ?? []) {
    const byName = new Map(Object.entries(listed).map(([name, rates]) => [modelName(name), rates]));
    const known = models.map((model) => byName.get(model));
    if (known.every((rates) => rates !== undefined)) {
      return known.map((rates) => ({ rate: rateOf(rates, field), trust: trust.published, source: `${source} ${date}` }));
    }
  }
  return nothing;
}

function stated(skill: StatedSkill | undefined, field: SkillField | undefined): SeatSkill | undefined {
  if (skill === undefined || skill === 'none') return undefined;
  const rate = typeof skill === 'number' ? skill : rateOf(skill, field);
  return { rate, trust: trust.stated, source: 'stated' };
}

/** The field's result drawn to the mean of all, or that alone. */
function rateOf(rates: Rates, field: SkillField | undefined): number {
  const all = Object.entries(rates).flatMap(([name, rate]) => (name !== 'overall' && typeof rate === 'number' ? [rate] : []));
  const overall = rates.overall ?? all.reduce((sum, rate) => sum + rate, 0) / all.length;
  const own = field && ownEntry(rates, field);
  return own === undefined ? overall : fieldPart * own + (1 - fieldPart) * overall;
}

/**
 * A model by the name that its versions share: without the provider's prefix, a date, `-latest`, or the spelling of its tuning.
 * The input is cut before it is matched.
 */
export function modelName(model: string): string {
  const last = model.slice(0, 200).toLowerCase().split('/').at(-1) ?? '';
  const plain = last
    .replace(/^(?:(?:us|eu|apac|global)\.)?(?:anthropic|amazon|meta|mistral|deepseek|qwen|openai)\./u, '')
    .replace(/^meta-(?=llama)/u, '')
    .replace(/:\d+$/u, '')
    .replace(/-v\d+$/u, '')
    .replace(/-(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$/u, '');
  return plain.replace(/-instruct(?:-turbo)?$/u, '');
}
