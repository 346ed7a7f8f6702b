/** A month of a real server: kills, deployments, full disks, clocks, outages, nights, people; and whether everything adds up at the end. */
import { requireCore } from '../../infra/local/core.ts';
import { earlierCode } from './month/earlier-code.ts';
import { liveMonth } from './month/month.ts';

/** Seconds of a day: thirty of them make an hour. */
const secondsOfDay = 120;

/** What `npm run soak -- --hours N` is told. */
export interface MonthRequest {
  readonly hours: number;
  readonly seed: number;
  /** The revision of git whose code serves the first third. @default the present code serves it all */
  readonly from?: string | undefined;
}

/** Lives as many days as the hours hold and prints them; false if something does not add up. */
export async function soakMonth({ hours, seed, from }: MonthRequest): Promise<boolean> {
  const days = Math.max(1, Math.round((hours * 3600) / secondsOfDay));
  const say = (line: string) => console.log(line);
  requireCore(say);
  const earlier = from === undefined ? undefined : earlierCode(from, say);
  say(`a month of ${days} days, seed ${seed}${earlier === undefined ? '' : `, begun with the code of ${from} in ${earlier}`}`);
  const { wrong, lines, ...counts } = await liveMonth({
    ...{ seed, days, earlier, say },
    daySeconds: Math.min(secondsOfDay, hours * 3600),
  });
  console.table(counts);
  console.table(lines);
  for (const sentence of wrong) say(sentence);
  say(wrong.length === 0 ? 'everything adds up' : `${wrong.length} things do not add up; the seed repeats the plan of the month`);
  return wrong.length === 0;
}
