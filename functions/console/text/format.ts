/** Numbers and times for people. What is not known is said, and never shown as zero. */

/** A cost in US dollars: cents where there are some, else as many digits as it takes. */
export function sayUsd(usd: number | null | undefined): string {
  if (usd === null || usd === undefined) return 'not known';
  if (usd === 0) return '$0';
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  return usd >= 0.0001 ? `$${usd.toFixed(4)}` : '< $0.0001';
}

/** A length of time. */
export function sayDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return 'not known';
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** A moment, in the reader's own time zone and language. */
export function sayMoment(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** A number between 0 and 1 that may not have been measurable. */
export function sayShare(share: number | null | undefined): string {
  return share === null || share === undefined ? 'not measurable' : share.toFixed(2);
}

/** Tokens in and out; a number that the provider did not report is a question mark. */
export function sayTokens(usage: { readonly inputTokens: number | null; readonly outputTokens: number | null } | undefined): string {
  if (!usage) return 'not reported';
  const say = (count: number | null) => (count === null ? '?' : count.toLocaleString('en-US'));
  return `${say(usage.inputTokens)} in, ${say(usage.outputTokens)} out`;
}

/** A count with its noun. */
export function sayCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
}

const statusWords: Readonly<Record<string, string>> = {
  open: 'open',
  decided: 'decided',
  'no-consensus': 'no consensus',
  'no-quorum': 'no quorum',
  failed: 'failed',
  cancelled: 'cancelled',
  answered: 'answered',
  unreadable: 'unreadable',
  abstained: 'abstained',
  abandoned: 'abandoned',
  timeout: 'not in time',
  late: 'late',
  waiting: 'waiting',
};

const meanings: Readonly<Record<string, string>> = {
  abstained: 'It was asked, and has nothing to say of this: it counts neither for nor against.',
  unreadable: 'A reply came, but it commits itself to no answer that could be read: it counts neither for nor against.',
  late: 'This answer came after the end and was not counted.',
  abandoned: 'The consultation ended before this expert was asked, or its call was given up then.',
  cancelled: 'The consultation was cancelled before this expert had answered.',
};

/** What an uncommon status of an opinion means; undefined where the word says it. */
export function explainStatus(status: string): string | undefined {
  return meanings[status];
}

/** A status in words. */
export function sayStatus(status: string): string {
  return statusWords[status] ?? status;
}
