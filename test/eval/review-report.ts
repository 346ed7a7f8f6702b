/** The tables of how well the rules review. */
import { filesPerAlarm, type ReviewMeasure } from './review.ts';
import type { Table } from './table.ts';

/** Told apart by kind, ours beside others and the bars; then how right each source is where it says high. */
export function reviewTables({ figures, high, keptFiles }: ReviewMeasure): Table[] {
  const rivals = [...new Set(figures.flatMap(({ rivals: of }) => Object.keys(of)))];
  const share = (count: number | undefined, of: number) => (count === undefined ? '' : `${count} (${(count / of).toFixed(2)})`);
  const alarmed = new Set(high.flatMap(({ kept }) => kept));
  return [
    {
      title: 'Labelled samples of reviews: topics told apart',
      head: ['Kind', 'Topics', 'Ours', 'Bar', 'On the line', ...rivals, 'Silent on'],
      rows: figures.map(({ kind, topics, toldApart, bar, onTheLine, rivals: theirs, silent }) => [
        kind,
        String(topics),
        share(toldApart, topics),
        bar === undefined ? '' : bar.toFixed(2),
        String(onTheLine),
        ...rivals.map((name) => share(theirs[name], topics)),
        silent.map((topic) => topic.split('/').at(-1)).join(', '),
      ]),
    },
    {
      title: `Severity high: on samples, and on ${keptFiles} well-kept files (${alarmed.size} alarmed; at most 1 in ${filesPerAlarm})`,
      head: ['Source', 'On positives', 'Of rules that tell apart', 'Oftener on negatives', 'Well-kept files alarmed'],
      rows: high.map(({ source, positive, telling, doubtful, kept }) => [
        source,
        String(positive),
        String(telling),
        doubtful.join(', '),
        kept.length === 0 ? '0' : `${kept.length}: ${kept.join(', ')}`,
      ]),
    },
  ];
}

/** Whether few enough well-kept files raise an alarm. */
export function isCalm({ high, keptFiles }: ReviewMeasure): boolean {
  return new Set(high.flatMap(({ kept }) => kept)).size * filesPerAlarm <= keptFiles;
}
