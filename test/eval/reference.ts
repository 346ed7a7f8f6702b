/**
 * Published and measured figures of other methods, as the design reference states them (its sections 5 and 5.1 to 5.3), for
 * each half of the data. They were measured once, by plain code of the named methods; everything else is computed on the spot.
 */
import type { Part } from './data.ts';

export interface Method {
  readonly method: string;
  readonly value: number;
}

type ByPart = Readonly<Record<Part, number>>;

const by = (dev: number, holdout: number): ByPart => ({ dev, holdout });

/** The methods that each figure is compared with. The source of every row is the section of the reference that is named. */
export const reference = {
  /** Section 5 and 5.1: EM with one coin, open answer sets, Beta(2,1) prior. */
  batch: { 'one-coin EM': by(0.7246, 0.7177), Wawa: by(0.7105, 0.7079) },
  /** Section 5. */
  streaming: { 'linear weights': by(0.7073, 0.6999) },
  /** Section 5, in points. */
  worst: { 'one-coin EM': by(-4.2, -16.8) },
  /** Section 5.2. */
  openPick: {
    'question-aware cosine': by(0.8474, 0.8402),
    'tf-idf cosine': by(0.8497, 0.8334),
    'token F1': by(0.8362, 0.8284),
    'word Jaccard': by(0.8327, 0.8203),
  },
  openRidge: { ridge: by(0.8539, 0.8534) },
  openPairs: { 'question-aware cosine': by(0.867, 0.862), 'tf-idf cosine': by(0.764, 0.77) },
  openAuroc: { 'question-aware cosine': by(0.83, 0.826) },
  openAurc: { 'question-aware cosine': by(0.047, 0.051) },
  /** Section 5.3; the authors' EBCC with 40 restarts. */
  crowd: { EBCC: by(0.8366, 0.8441), 'LFC-like prior': by(0.8348, 0.8347), iBCC: by(0.8334, 0.8343), 'Dawid-Skene': by(0.829, 0.8347) },
  brier: { 'vote share, ties broken': by(0.1359, 0.1366), 'one-coin EM': by(0.165, Number.NaN) },
  ece: { 'vote share': by(0.0721, 0.0719), 'one-coin EM': by(0.161, 0.195) },
  aurc: { 'one-coin EM': by(0.132, 0.152), 'vote share': by(0.158, 0.165) },
  reliability: { 'one-coin EM': by(0.89, 0.83) },
  reliabilityLowest: { 'one-coin EM': by(0.58, -0.76) },
  /** Section 5 and 5.2, in per cent. */
  wildbenchGap: { ridge: by(43, 40) },
  wildbenchPairs: { ridge: by(67.7, 65.7) },
  alpacaGap: { 'wildbench-fitted ridge': by(23, 26), longest: by(34, 28) },
  alpacaPairs: { 'wildbench-fitted ridge': by(62.1, 60.3), longest: by(55.6, 53.6) },
  gamed: { centrality: by(0.5, 0.8) },
  raw: { 'majority of a good extraction': by(0.7336, 0.7248) },
  /** Section 10. */
  panelTime: { 'all-pairs similarity alone, sorted word hashes, Rust': by(40, 40), 'plain Python engine': by(1100, 1100) },
  relTime: { 'Dawid-Skene in plain Rust': by(0.21, 0.21), 'crowd-kit Dawid-Skene': by(1.39, 1.39) },
  crowdTime: { 'EBCC of its authors, 19 sets': by(156, 156) },
} as const;

/** Majority with shared ties for each of the 20 panels: what our own computation must give (section 5.1; mean of the 17 sets: 5.3). */
export const statedMajority: Readonly<Record<string, ByPart>> = {
  'mmlu-pro mid7': by(0.5425, 0.5373),
  'mmlu-pro mixed8': by(0.5941, 0.5909),
  'mmlu-pro strong6': by(0.6803, 0.6878),
  'mmlu-pro lone7': by(0.4426, 0.4403),
  'mmlu-pro clones8': by(0.5351, 0.5277),
  'gsm mid7': by(0.9667, 0.9643),
  'gsm mixed8': by(0.9674, 0.9633),
  'gsm weak7': by(0.9364, 0.9276),
  'gsm lone7': by(0.9495, 0.9384),
  'gsm clones8': by(0.9727, 0.9686),
  'math-l5 mid7': by(0.6331, 0.5905),
  'math-l5 mixed8': by(0.5222, 0.5081),
  'math-l5 weak7': by(0.3162, 0.2987),
  'math-l5 lone7': by(0.4685, 0.432),
  'math-l5 clones8': by(0.7043, 0.6277),
  'crux mid7': by(0.746, 0.7804),
  'crux mixed8': by(0.7594, 0.778),
  'crux weak7': by(0.5512, 0.5634),
  'crux lone7': by(0.6457, 0.663),
  'crux clones8': by(0.865, 0.8683),
};

/** EM with one coin on each panel (section 5.1). */
export const statedEm: Readonly<Record<string, ByPart>> = {
  'mmlu-pro mid7': by(0.5416, 0.5361),
  'mmlu-pro mixed8': by(0.6582, 0.6609),
  'mmlu-pro strong6': by(0.6973, 0.7061),
  'mmlu-pro lone7': by(0.5028, 0.4889),
  'mmlu-pro clones8': by(0.5668, 0.5592),
  'gsm mid7': by(0.9682, 0.9651),
  'gsm mixed8': by(0.9727, 0.9681),
  'gsm weak7': by(0.9379, 0.9256),
  'gsm lone7': by(0.9561, 0.9484),
  'gsm clones8': by(0.9712, 0.9666),
  'math-l5 mid7': by(0.6343, 0.5889),
  'math-l5 mixed8': by(0.6288, 0.5861),
  'math-l5 weak7': by(0.2742, 0.1306),
  'math-l5 lone7': by(0.8366, 0.8833),
  'math-l5 clones8': by(0.7147, 0.6306),
  'crux mid7': by(0.74, 0.785),
  'crux mixed8': by(0.8, 0.84),
  'crux weak7': by(0.5675, 0.5675),
  'crux lone7': by(0.645, 0.745),
  'crux clones8': by(0.8775, 0.8725),
};

/** Dev column of section 5.3: majority and the best of the methods listed there. Held-out figures are stated as means only. */
export const statedCrowd: Readonly<Record<string, { readonly majority: number; readonly best: number }>> = {
  bluebird: { majority: 0.722, best: 0.907 },
  dog: { majority: 0.816, best: 0.839 },
  rte: { majority: 0.905, best: 0.94 },
  trec: { majority: 0.644, best: 0.695 },
  web: { majority: 0.735, best: 0.833 },
  CF: { majority: 0.897, best: 0.907 },
  CF_amt: { majority: 0.85, best: 0.86 },
  MS: { majority: 0.699, best: 0.803 },
  SP: { majority: 0.888, best: 0.921 },
  SP_amt: { majority: 0.94, best: 0.94 },
  ZC_all: { majority: 0.848, best: 0.852 },
  ZC_in: { majority: 0.731, best: 0.782 },
  ZC_us: { majority: 0.86, best: 0.869 },
  product: { majority: 0.898, best: 0.94 },
  senti_1k: { majority: 0.933, best: 0.958 },
  face: { majority: 0.6, best: 0.606 },
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: a measured share, which happens to be near the root of a half.
  adult: { majority: 0.707, best: 0.743 },
};

/** The strongest of the methods on one part. */
export function strongest(methods: Readonly<Record<string, ByPart>>, part: Part, lowerIsBetter = false): Method {
  const known = Object.entries(methods).map(([method, values]) => ({ method, value: values[part] }));
  const sorted = known
    .filter(({ value }) => !Number.isNaN(value))
    .toSorted((a, b) => (lowerIsBetter ? a.value - b.value : b.value - a.value));
  const [best] = sorted;
  if (!best) throw new Error('a figure has no method to be compared with');
  return best;
}
