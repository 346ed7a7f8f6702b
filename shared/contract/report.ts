/**
 * What stored consultations say of a circle, as sums and as figures. Sums are whole numbers, so that the sums of parts add up to those of the
 * whole in any order; figures are made from them.
 */
import * as z from 'zod';
import { kind, name } from './question.ts';

/** Characters in which a way to decide is named: one that names more experts ends with a digest of its whole name. */
export const longestName = 1000;

const count = z.int().min(0);
/** Billionths of a US dollar. */
const nanoUsd = count;
/** Millionths. */
const millionths = count;

/** Another way to decide the same questions, beside what the circle decided; of questions whose right answer is known. */
export const alternativeSums = z.strictObject({
  questions: count,
  right: count,
  /** Of the circle, on the same questions. */
  circleRight: count,
  /** Right where the circle was not, and the other way round. */
  onlyThis: count,
  onlyCircle: count,
  decided: count,
  /** Came to the circle's answer, or to none as the circle. */
  same: count,
  calls: count,
  circleCalls: count,
  /** Questions on which the cost of both is known, and what they cost there. */
  priced: count,
  nanoUsd,
  circleNanoUsd: nanoUsd,
  milliseconds: count,
  circleMilliseconds: count,
});
export type AlternativeSums = z.infer<typeof alternativeSums>;

/** What asking in stages would have done, as it was told with the verdicts; no right answer is needed. */
export const stagedSums = z.strictObject({
  verdicts: count,
  same: count,
  calls: count,
  circleCalls: count,
  priced: count,
  nanoUsd,
  circleNanoUsd: nanoUsd,
  milliseconds: count,
  circleMilliseconds: count,
});
export type StagedSums = z.infer<typeof stagedSums>;

/** One seat, over all verdicts. */
export const seatSums = z.strictObject({
  asked: count,
  answered: count,
  /** Answered after the end. */
  late: count,
  /** Asked, and without an answer that could count: failed, not in time, unreadable or abstained. */
  missed: count,
  /** Counted answers to questions that were decided with others, and those of them outside the answer that won. */
  compared: count,
  dissented: count,
  /** Verdicts that say what becomes of them without this seat, and those that would change. */
  leftOut: count,
  changed: count,
  milliseconds: count,
  /** Answers by their time: bucket `b` holds those of about 2^(b/4) milliseconds. */
  times: z.record(z.string().regex(/^\d{1,3}$/), count),
  priced: count,
  nanoUsd,
});
export type SeatSums = z.infer<typeof seatSums>;

/** Two seats that both answered, where the right answer is known. */
export const pairSums = z.strictObject({
  questions: count,
  firstWrong: count,
  secondWrong: count,
  bothWrong: count,
  /** Both wrong in the same words, or such as mean the same. */
  sameWrong: count,
});
export type PairSums = z.infer<typeof pairSums>;

/** Stated confidences of one tenth. */
export const calibrationBin = z.strictObject({ verdicts: count, right: count, confidence: millionths, squares: millionths });

/** What the verdicts of one circle on one kind of question sum up to. */
export const reportSums = z
  .strictObject({
    circle: name,
    kind,
    ended: z.strictObject({ decided: count, noConsensus: count, noQuorum: count, failed: count, cancelled: count }),
    /** Verdicts on two answers or more: how alike, and how often all said the same. */
    several: count,
    agreement: millionths,
    unanimous: count,
    calls: count,
    seated: count,
    priced: count,
    nanoUsd,
    milliseconds: count,
    /** Verdicts with an answer that somebody has judged. */
    judged: count,
    judgedRight: count,
    /** Verdicts whose right answer is known and comparable; the circle is right where it decided so. */
    known: count,
    knownRight: count,
    knownDecided: count,
    /** Feedback that names a right answer, where nobody can say whose answer means the same. */
    unmatched: count,
    /** Nobody who answered was right. */
    nobody: count,
    knownPriced: count,
    knownNanoUsd: nanoUsd,
    knownPricedRight: count,
    calibration: z.array(calibrationBin).length(10),
    seats: z.record(name, seatSums),
    /** By `a b`. */
    pairs: z.record(z.string().max(140), pairSums),
    /** By `seat a`, `everybody`, `without a`, `panel a b`, `strategy sure 0.9`. */
    alternatives: z.record(z.string().max(longestName), alternativeSums),
    /** By strategy. */
    staged: z.record(z.string().max(20), stagedSums),
  })
  .meta({
    id: 'ReportSums',
    description:
      'What verdicts of one circle on one kind of question sum up to, in whole numbers: sums of several pages are added member by member. ' +
      'Money is in billionths of a US dollar, agreement and confidence in millionths.',
  });
export type ReportSums = z.infer<typeof reportSums>;

const share = z.number().min(0).max(1);

/** A share with its 95 % Wilson interval. */
export const rate = z
  .strictObject({
    count,
    of: count,
    share: share.nullable().describe('Null of nothing.'),
    low: share.nullable(),
    high: share.nullable(),
    few: z.boolean().describe('Of fewer than `least`: hardly a figure.'),
  })
  .meta({ id: 'Rate', description: 'A share with its 95 % interval (Wilson).' });
export type Rate = z.infer<typeof rate>;

/** A way to decide, in figures. */
export const shownAlternative = z
  .strictObject({
    name: z.string().describe('`seat a`, `everybody`, `without a`, `panel a b`, or `strategy` with its word.'),
    right: rate,
    circleRight: rate.describe('Of the circle, on the same questions.'),
    corrected: count.describe('Right where the circle was not.'),
    spoilt: count.describe('Not right where the circle was.'),
    pValue: share.describe('Of the exact two-sided sign test on the two (McNemar): small where chance hardly makes such a difference.'),
    decided: rate,
    same: rate.describe('Came to the answer of the circle.'),
    callsPerQuestion: z.number().min(0).nullable(),
    callsShare: z.number().min(0).nullable().describe('Of the calls of the circle.'),
    usdPerQuestion: z.number().min(0).nullable().describe('Where the cost of both is known.'),
    usdShare: z.number().min(0).nullable().describe('Of the cost of the circle.'),
    seconds: z.number().min(0).nullable().describe('Mean time until the last answer that it needs.'),
    circleSeconds: z.number().min(0).nullable(),
  })
  .meta({ id: 'ReportAlternative', description: 'Another way to decide the same questions, beside the circle.' });
export type ShownAlternative = z.infer<typeof shownAlternative>;

const shownSeat = z.strictObject({
  expert: name,
  answered: rate.describe('Of the times when it was asked.'),
  dissent: rate.describe('Counted answers outside the answer that won. No measure of being right.'),
  decisive: rate.describe('Verdicts that would change without it.'),
  meanSeconds: z.number().nullable(),
  medianSeconds: z.number().nullable().describe('Within a tenth.'),
  p95Seconds: z.number().nullable().describe('Within a tenth.'),
  usdPerCall: z.number().nullable(),
});

const shownPair = z.strictObject({
  experts: z.tuple([name, name]),
  questions: count,
  bothWrong: count,
  byChance: z.number().describe('Both wrong if each erred by itself.'),
  sameWrong: count.describe('Both wrong with the same answer.'),
  pValue: share.describe("Of Fisher's exact test, one-sided: small where they err together more than chance makes them."),
  beyondChance: z.boolean().describe('`pValue` is below 0.05 divided by the number of pairs.'),
});

const shownStaged = z.strictObject({
  strategy: z.string(),
  verdicts: count,
  same: rate,
  callsShare: z.number().nullable(),
  usdShare: z.number().nullable(),
  secondsShare: z.number().nullable(),
});

/** What verdicts of a circle say, of one kind of question or of all together. */
export const reportFigures = z
  .strictObject({
    verdicts: count,
    ended: reportSums.shape.ended,
    judgedRight: rate.describe('Answers of the circle that somebody judged.'),
    knownRight: rate.describe('Of the questions whose right answer is known; where nothing is decided, nothing is right.'),
    knownDecided: rate,
    nobody: rate.describe('Of these questions: nobody who answered was right.'),
    unmatched: count.describe('Right answers that could not be compared with those of the experts.'),
    usdPerRightAnswer: z.number().nullable(),
    bestSeat: name.nullable().describe('The seat that was right most often, chosen in hindsight.'),
    alternatives: z
      .array(shownAlternative)
      .describe('Seats, everybody again, strategies, the circle without each seat, the best smaller circles.'),
    pairs: z.array(shownPair).describe('Who errs with whom, the most surprising first.'),
    calibration: z.strictObject({
      verdicts: count,
      brier: z.number().nullable(),
      ece: z.number().nullable().describe('Expected calibration error over ten bins.'),
      bins: z.array(z.strictObject({ from: share, to: share, confidence: share.nullable(), right: rate })),
    }),
    agreement: share.nullable().describe('How alike the answers are, on average. No measure of being right.'),
    unanimous: rate.describe('Of the verdicts on two answers or more.'),
    usdPerVerdict: z.number().nullable(),
    callsPerVerdict: z.number().nullable(),
    seatedPerVerdict: z.number().nullable(),
    seconds: z.number().nullable(),
    seats: z.array(shownSeat),
    staged: z.array(shownStaged).describe('What asking in stages would have done, as it was told with each verdict.'),
  })
  .meta({ id: 'ReportFigures', description: 'What verdicts of a circle say.' });
export type ReportFigures = z.infer<typeof reportFigures>;

/** A report, as it is shown. */
export const report = z
  .strictObject({
    least: count.describe('Figures of fewer are marked with `few`.'),
    circles: z.array(
      z.strictObject({ circle: name, all: reportFigures, kinds: z.array(z.strictObject({ kind, figures: reportFigures })) }),
    ),
  })
  .meta({ id: 'Report', description: 'What stored consultations say of each circle.' });
export type Report = z.infer<typeof report>;

/** `GET /v1/reports/consultations`: one page. */
export const reportPage = z
  .strictObject({
    read: count.describe('Consultations that were looked at for this page.'),
    open: count.describe('Those of them that had not ended.'),
    demo: count.describe('Those of them whose answers were made up for a first try: they are left out.'),
    unreadable: count.describe(
      'Those of them that could not be read or judged: they are left out, and the log says why. Add them up over all pages.',
    ),
    sums: z.array(reportSums).describe('Of this page. Add them up over all pages.'),
    report: report.describe('The figures of this page alone.'),
    cursor: z.string().nullable().describe('Leads to the next page; null on the last one.'),
  })
  .meta({ id: 'ReportPage', description: 'What some consultations, newest first, say of their circles.' });
export type ReportPage = z.infer<typeof reportPage>;
