/** Intervals and exact tests of counts. */

/** The 0.975 quantile of the normal distribution: intervals of 95 %. */
const z95 = 1.959963984540054;

/** Wilson's score interval of a share of 95 %; undefined of nothing. */
export function wilson(count: number, of: number): { readonly low: number; readonly high: number } | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const square = z95 ** 2 / of;
  const middle = (share + square / 2) / (1 + square);
  const half = (z95 / (1 + square)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of));
  // At the ends the bound is the end itself, but for rounding.
  return { low: count === 0 ? 0 : Math.max(0, middle - half), high: count === of ? 1 : Math.min(1, middle + half) };
}

/**
 * The exact two-sided sign test: how likely chance alone parts `one + other` differences at least as unevenly. On pairs that differ this is
 * McNemar's test, without its approximation.
 */
export function signTest(one: number, other: number): number {
  const all = one + other;
  const fewer = Math.min(one, other);
  let tail = 0;
  for (let wins = 0; wins <= fewer; wins += 1) tail += Math.exp(logChoose(all, wins) - all * Math.LN2);
  return Math.min(1, 2 * tail);
}

/** Fisher's exact test, one-sided: how likely chance alone lets at least `both` of the two groups fall together among `all`. */
export function fisher({
  all,
  first,
  second,
  both,
}: {
  readonly all: number;
  readonly first: number;
  readonly second: number;
  readonly both: number;
}) {
  const whole = logChoose(all, second);
  let tail = 0;
  for (let together = both; together <= Math.min(first, second); together += 1) {
    if (second - together > all - first) continue;
    tail += Math.exp(logChoose(first, together) + logChoose(all - first, second - together) - whole);
  }
  return Math.min(1, tail);
}

function logChoose(all: number, chosen: number): number {
  return logFactorial(all) - logFactorial(chosen) - logFactorial(all - chosen);
}

/** Sums of logarithms, as far as they have been asked for. */
const logFactorials = [0];
/** Beyond, Stirling's series is exact to the last digits, and nothing is kept. */
const mostKept = 1000;

function logFactorial(number: number): number {
  if (number > mostKept) {
    return number * Math.log(number) - number + Math.log(2 * Math.PI * number) / 2 + 1 / (12 * number) - 1 / (360 * number ** 3);
  }
  for (let next = logFactorials.length; next <= number; next += 1) logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[number] ?? 0;
}
