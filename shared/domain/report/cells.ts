/** Cells of a report's tables: what people read, and the value behind it. */
import type { Rate } from '../../contract/report.ts';

/** A cell; `rate` where it is a share with its interval. */
export interface Cell {
  readonly text: string;
  readonly value: string | number | null;
  readonly rate?: Rate | undefined;
}

/** A table with its title, and what it rests on. */
export interface ReportTable {
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const unknown = '–';

/** A name or a count. */
export function plainCell(value: string | number): Cell {
  return { text: String(value), value };
}

/** A share with its interval; an asterisk marks one of few. */
export function rateCell(rate: Rate): Cell {
  const { share, low, high, few, of } = rate;
  if (share === null || low === null || high === null) return { text: unknown, value: null, rate };
  return { text: `${percent(share)}${few ? '*' : ''} (${whole(low)} to ${whole(high)}, of ${of})`, value: share, rate };
}

/** A share without an interval. */
export function shareCell(share: number | null): Cell {
  return { text: share === null ? unknown : percent(share), value: share };
}

/** US dollars. */
export function usdCell(usd: number | null): Cell {
  if (usd === null) return { text: unknown, value: null };
  return { text: usd >= 0.1 ? `$${usd.toFixed(2)}` : `$${usd.toFixed(5)}`, value: usd };
}

/** Seconds. */
export function secondsCell(seconds: number | null): Cell {
  return { text: seconds === null ? unknown : `${seconds.toFixed(1)} s`, value: seconds };
}

/** A number with so many decimals. */
export function numberCell(value: number | null, decimals: number): Cell {
  return { text: value === null ? unknown : value.toFixed(decimals), value };
}

/** A chance of a test. */
export function chanceCell(chance: number): Cell {
  return { text: chance < 0.001 ? '< 0.001' : chance.toFixed(3), value: chance };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function whole(share: number): string {
  return (100 * share).toFixed(0);
}
