/** What a month brings, drawn up by its seed before anything runs: the same seed is the same month. */
import { randomFrom } from '../../eval/random.ts';

/** What befalls a server while people ask. */
export const happenings = [
  'kill',
  'stop',
  'deploy',
  'outage',
  'receiver-outage',
  'clock-forward',
  'clock-back',
  'disk-full',
  'disk-failing',
  'suspend',
] as const;
export type Happening = (typeof happenings)[number];

/** How a provider behaves that is not well. */
export const weathers = ['refusing', 'busy', 'silent', 'foreign', 'cut-off', 'slow'] as const;
export type Weather = (typeof weathers)[number];

/** A day of a month. */
export interface Day {
  /** What happens, in order; each has its part of the day. */
  readonly happenings: readonly { readonly what: Happening; readonly weather: Weather; readonly seconds: number }[];
  /** What becomes of the server in the night: it is off, or it sleeps with its machine. */
  readonly night: 'off' | 'asleep';
  /** Questions a second, on the average. */
  readonly rate: number;
}

/** Happenings of a day. */
const aDay = 3;
/** What another server starts after. */
const restarts: readonly Happening[] = ['kill', 'stop', 'deploy'];
/** Days of a month from which one server lives through a part of it, and that part: what leaks is seen in a long life alone. */
const [calmFrom, calmPart] = [20, 0.4];

/**
 * The days of a month. Nothing happens twice before everything has happened once, but in the calm days of a long month: they follow its first
 * third, and nothing ends the server in them.
 */
export function planMonth(seed: number, days: number): readonly Day[] {
  const chance = randomFrom(`month ${seed}`);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(chance() * values.length)] as Value;
  const calmBegin = Math.floor(days / 3) + 1;
  const calmEnd = days < calmFrom ? calmBegin : calmBegin + Math.floor(days * calmPart);
  let bag: Happening[] = [];
  const draw = (isCalm: boolean): Happening => {
    const may = (what: Happening) => !(isCalm && restarts.includes(what));
    if (!bag.some(may)) bag = [...bag, ...happenings.filter((what) => !bag.includes(what))];
    const drawn = pick(bag.filter(may));
    bag.splice(bag.indexOf(drawn), 1);
    return drawn;
  };
  return Array.from({ length: days }, (_, day) => {
    const isCalm = day >= calmBegin && day < calmEnd;
    return {
      happenings: Array.from({ length: aDay }, () => ({
        what: draw(isCalm),
        weather: pick(weathers),
        seconds: 1 + Math.floor(chance() * 7200),
      })),
      // The night behind the last calm day is any night.
      night: chance() < 0.3 && !(isCalm && day + 1 < calmEnd) ? ('off' as const) : ('asleep' as const),
      rate: 1 + 2 * chance(),
    };
  });
}

/** A place from 0 to below `count`, by the law of Zipf: the n-th is met an n-th as often as the first. */
export function zipf(count: number, chance: number): number {
  const weights = Array.from({ length: count }, (_, place) => 1 / (place + 1));
  let left = chance * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found === -1 ? count - 1 : found;
}
