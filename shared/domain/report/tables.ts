/** A report as sentences and tables, the same on the command line, in the console and for agents. */
import type { Report, ReportFigures, ShownAlternative } from '../../contract/report.ts';
import { type Cell, chanceCell, numberCell, plainCell, type ReportTable, rateCell, secondsCell, shareCell, usdCell } from './cells.ts';

type CircleReport = Report['circles'][number];

/** What is said of one circle. */
export interface CircleWords {
  readonly circle: string;
  readonly sentences: readonly string[];
  readonly tables: readonly ReportTable[];
}

/** What stands below every report: what its signs mean. */
export function footnote({ least }: Report): string {
  return `* of fewer than ${least}: hardly a figure. Intervals are Wilson's, of 95%.`;
}

/** The sentences and tables of one circle: all kinds of question together, and the kinds side by side. */
export function circleInWords({ circle, all, kinds }: CircleReport): CircleWords {
  return {
    circle,
    sentences: sentencesOf(all),
    tables: [...(kinds.length > 1 ? [kindTable(kinds)] : []), ...figureTables(all)].filter(({ rows }) => rows.length > 0),
  };
}

/** The tables of some figures. */
export function figureTables(figures: ReportFigures): readonly ReportTable[] {
  const of = (...words: string[]) => figures.alternatives.filter(({ name }) => words.some((word) => name.startsWith(word)));
  return [
    alternativeTable('Seats beside the circle', 'Each expert by itself, on the questions whose right answer is known.', of('seat ')),
    alternativeTable(
      'Calls saved, at which accuracy',
      'The same questions asked in stages, and of everybody again with what all other questions have taught.',
      of('strategy ', 'everybody'),
    ),
    alternativeTable(
      'Smaller circles',
      'The same questions without one of the experts, and by the best circles of two and of three, chosen in hindsight.',
      of('without ', 'panel '),
    ),
    pairTable(figures),
    calibrationTable(figures),
    seatTable(figures),
    stagedTable(figures),
  ];
}

function sentencesOf(figures: ReportFigures): readonly string[] {
  const { verdicts, ended, knownRight, nobody, judgedRight, unmatched, calibration } = figures;
  const best = figures.alternatives.find(({ name }) => name === `seat ${figures.bestSeat}`);
  const others = [
    [ended.noConsensus, 'without consensus'],
    [ended.noQuorum, 'without a quorum'],
    [ended.failed, 'failed'],
    [ended.cancelled, 'cancelled'],
  ] as const;
  const rest = others.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : []));
  return [
    `${verdicts} verdicts: ${[`${ended.decided} decided`, ...rest].join(', ')}.`,
    knownRight.of === 0
      ? 'No right answer is known: nothing here says how often anybody is right.'
      : `Of ${knownRight.of} questions whose right answer is known the circle was right in ${rateCell(knownRight).text}.`,
    ...(best ? [bestInWords(best)] : []),
    ...(knownRight.of > 0 ? [`Nobody who answered was right in ${rateCell(nobody).text}: no weighing could have helped.`] : []),
    ...(judgedRight.of > 0 ? [`Of its answers that somebody judged ${rateCell(judgedRight).text} were right.`] : []),
    ...(unmatched > 0 ? [`${unmatched} right answers could not be compared with what the experts said, and are left out.`] : []),
    ...(figures.usdPerRightAnswer === null ? [] : [`A right answer cost ${usdCell(figures.usdPerRightAnswer).text}.`]),
    ...(calibration.verdicts > 0
      ? [`Stated confidence: Brier ${numberCell(calibration.brier, 3).text}, ECE ${numberCell(calibration.ece, 3).text}.`]
      : []),
    `Agreement, which is no accuracy: ${numberCell(figures.agreement, 2).text} on average, unanimous in ${rateCell(figures.unanimous).text}.`,
    `A verdict took ${numberCell(figures.callsPerVerdict, 1).text} calls of ${numberCell(figures.seatedPerVerdict, 1).text} seats, ` +
      `${secondsCell(figures.seconds).text} and ${usdCell(figures.usdPerVerdict).text}.`,
  ];
}

function bestInWords({ name, right, corrected, spoilt, pValue }: ShownAlternative): string {
  const difference =
    corrected + spoilt === 0 ? 'it and the circle never differed' : `alone right ${corrected} times, the circle alone ${spoilt} times`;
  return `The best seat in hindsight, ${name.slice('seat '.length)}, was right in ${rateCell(right).text}: ${difference} (exact sign test: p = ${chanceCell(pValue).text}).`;
}

function kindTable(kinds: CircleReport['kinds']): ReportTable {
  return {
    title: 'By kind of question',
    note: 'The best seat is chosen for each kind, in hindsight.',
    head: ['kind', 'verdicts', 'circle right', 'best seat', 'best seat right', 'nobody right', 'agreement', '$ per right answer'],
    rows: kinds.map(({ kind, figures }) => {
      const best = figures.alternatives.find(({ name }) => name === `seat ${figures.bestSeat}`);
      return [
        plainCell(kind),
        plainCell(figures.verdicts),
        rateCell(figures.knownRight),
        plainCell(figures.bestSeat ?? '–'),
        best ? rateCell(best.right) : shareCell(null),
        rateCell(figures.nobody),
        numberCell(figures.agreement, 2),
        usdCell(figures.usdPerRightAnswer),
      ];
    }),
  };
}

function alternativeTable(title: string, note: string, alternatives: readonly ShownAlternative[]): ReportTable {
  return {
    title,
    note: `${note} Corrected: right where the circle was not; spoilt: the other way round; p: exact sign test on the two.`,
    head: [
      'who',
      'right',
      'circle right',
      'corrected',
      'spoilt',
      'p',
      'same answer',
      'calls',
      'cost',
      '$ per question',
      'seconds',
      'circle seconds',
    ],
    rows: alternatives.map((one) => [
      plainCell(one.name),
      rateCell(one.right),
      shareCell(one.circleRight.share),
      plainCell(one.corrected),
      plainCell(one.spoilt),
      chanceCell(one.pValue),
      shareCell(one.same.share),
      shareCell(one.callsShare),
      shareCell(one.usdShare),
      usdCell(one.usdPerQuestion),
      secondsCell(one.seconds),
      secondsCell(one.circleSeconds),
    ]),
  };
}

function pairTable({ pairs }: ReportFigures): ReportTable {
  return {
    title: 'Who errs with whom',
    note: 'Both wrong, beside what chance would make of two who err by themselves (one-sided exact test by Fisher). Beyond chance: p below 0.05 divided by the number of pairs.',
    head: ['experts', 'questions', 'both wrong', 'by chance', 'the same wrong answer', 'p', 'beyond chance'],
    rows: pairs.map(({ experts, questions, bothWrong, byChance, sameWrong, pValue, beyondChance }) => [
      plainCell(experts.join(', ')),
      plainCell(questions),
      plainCell(bothWrong),
      numberCell(byChance, 1),
      plainCell(sameWrong),
      chanceCell(pValue),
      plainCell(beyondChance ? 'yes' : 'no'),
    ]),
  };
}

function calibrationTable({ calibration: { verdicts, bins } }: ReportFigures): ReportTable {
  return {
    title: 'What a stated confidence was worth',
    note: 'Answers that somebody judged, by the confidence that the verdict stated.',
    head: ['confidence', 'mean', 'right'],
    rows:
      verdicts === 0
        ? []
        : bins.flatMap(({ from, to, confidence, right }): Cell[][] =>
            right.of === 0 ? [] : [[plainCell(`${from.toFixed(1)} to ${to.toFixed(1)}`), numberCell(confidence, 2), rateCell(right)]],
          ),
  };
}

function seatTable({ seats }: ReportFigures): ReportTable {
  return {
    title: 'Seats, without knowing who is right',
    note: 'Of all verdicts. To dissent often is no error, and to agree is no merit.',
    head: ['expert', 'answered', 'dissents', 'changes the answer', 'mean', 'median', 'slowest 5%', '$ per call'],
    rows: seats.map((seat) => [
      plainCell(seat.expert),
      rateCell(seat.answered),
      rateCell(seat.dissent),
      rateCell(seat.decisive),
      secondsCell(seat.meanSeconds),
      secondsCell(seat.medianSeconds),
      secondsCell(seat.p95Seconds),
      usdCell(seat.usdPerCall),
    ]),
  };
}

function stagedTable({ staged }: ReportFigures): ReportTable {
  return {
    title: 'Asking in stages, as each verdict told',
    note: 'Of all verdicts in which everybody was asked, with what was known then. The same answer may be wrong.',
    head: ['strategy', 'verdicts', 'same answer', 'calls', 'cost', 'time'],
    rows: staged.map(({ strategy, verdicts, same, callsShare, usdShare, secondsShare }) => [
      plainCell(strategy),
      plainCell(verdicts),
      rateCell(same),
      shareCell(callsShare),
      shareCell(usdShare),
      shareCell(secondsShare),
    ]),
  };
}
