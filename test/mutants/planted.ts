/** Faults that are planted into the core one by one: each number that decides something, and each rule that was once held by no test. */

/** One edit of one file; `from` stands in it exactly once. */
export interface Fault {
  readonly id: string;
  /** What is then wrong. */
  readonly what: string;
  /** Below `rust-lambda/consensus/src`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One line for each fault: id, what is wrong, file, what stands there, what is put in its place. */
const lines: readonly (readonly [string, string, string, string, string])[] = [
  ['R1', 'texts are one from 0.5', 'meaning/mod.rs', 'LINK: f64 = 0.6;', 'LINK: f64 = 0.5;'],
  ['R1b', 'texts are one from 0.7', 'meaning/mod.rs', 'LINK: f64 = 0.6;', 'LINK: f64 = 0.7;'],
  ['R2', 'short answers are one from 0.3', 'short_words.rs', 'LINK: f64 = 0.4;', 'LINK: f64 = 0.3;'],
  ['R3', 'mates are discounted by 0.35', 'independence.rs', 'MATE_DISCOUNT: f64 = 0.25;', 'MATE_DISCOUNT: f64 = 0.35;'],
  ['R4', 'pairs of one expert with itself count', 'agreement.rs', 'all * all - squared(&experts));', 'all * all - squares);'],
  ['R5', 'the coefficient of the supporters is 0.335', 'coefficients.rs', '1.331, 1.135,', '1.331, 0.335,'],
  [
    'R6',
    'families break ties before experts',
    'decide.rs',
    '    experts: usize,\n    families: usize,\n',
    '    families: usize,\n    experts: usize,\n',
  ],
  ['R7', 'an expert with several answers counts in full', 'ballot.rs', '|vote| 1.0 / f64::from(answers[vote.expert])', '|_| 1.0'],
  ['R8', 'ten judged answers are enough', 'reliability/mod.rs', 'ENOUGH: f64 = 20.0;', 'ENOUGH: f64 = 10.0;'],
  ['R9', 'the margin ignores the runner-up', 'calibrate.rs', 'margin: (share - runner_up).max(0.0)', 'margin: share.max(runner_up * 0.0)'],
  ['R10', 'the average link is not weighted', 'cluster.rs', '(self.members[a].len() as f64, self.members[b].len() as f64)', '(1.0, 1.0)'],
  ['R11', 'own squares stay in the agreement', 'agreement.rs', 'squared(&classes) - squares,', 'squared(&classes),'],
  ['R12', 'an observation counts half after 45 days', 'reliability/decay.rs', 'HALF_LIFE: f64 = 90.0;', 'HALF_LIFE: f64 = 45.0;'],
  ['R13', 'a line without feedback counts half', 'reliability/mod.rs', 'UNCONFIRMED: f64 = 0.25;', 'UNCONFIRMED: f64 = 0.5;'],
  [
    'R14',
    'weights of known experts are squared',
    'reliability/weigh.rs',
    'vote.weight * known[vote.expert]',
    'vote.weight * known[vote.expert].powi(2)',
  ],
  ['J1', 'who errs with whom counts for nothing', 'reliability/joint.rs', '* same + agreed)', '* same)'],
  ['J2', 'agreement alone counts in full', 'reliability/joint.rs', 'MOST_UNCONFIRMED: f64 = 60.0;', 'MOST_UNCONFIRMED: f64 = 600.0;'],
  ['J3', 'a rate counts as three questions', 'reliability/joint.rs', 'RATE_WEIGHT: f64 = 30.0;', 'RATE_WEIGHT: f64 = 3.0;'],
  ['J4', 'agreement teaches those whose skill is known', 'reliability/joint.rs', 'if skilled { 0.0 }', 'if skilled { MOST_UNCONFIRMED }'],
  ['J5', 'independence does not fade', 'reliability/joint.rs', 'most / INDEPENDENCE.1', '0.0 * most / INDEPENDENCE.1'],
  ['J6', 'skill is taken at its word', 'reliability/joint.rs', 'skill.trust * (skill.rate - mean)', '(skill.rate - mean)'],
  ['J7', 'what was foretold is not corrected', 'reliability/foretell.rs', 'offset + slope * log_odds(chance)', 'log_odds(chance)'],
  ['J8', 'skill of some decides', 'reliability/estimate.rs', 'experts.iter().all(|expert|', 'experts.iter().any(|expert|'],
  ['J9', 'a part of what was foretold stands at its middle', 'reliability/foretell.rs', '* (mean - at(0.5))', '* 0.0 * (mean - at(0.5))'],
  ['R15', 'texts must win with two fifths', 'decide.rs', '2.0 * weights[heaviest].value() > all', '2.5 * weights[heaviest].value() > all'],
  ['R16', 'sentences are of one matter from 0.5', 'claims/statement.rs', 'SAME_MATTER: f64 = 0.6;', 'SAME_MATTER: f64 = 0.5;'],
  ['R17', 'ten lines teach', 'truth/mod.rs', 'FEWEST_LINES: usize = 20;', 'FEWEST_LINES: usize = 10;'],
  ['B1', 'texts are decided from an agreement of 0.28', 'decided.rs', 'LEAST_AGREEMENT: f64 = 0.3;', 'LEAST_AGREEMENT: f64 = 0.28;'],
  ['B2', 'a text of a fifth of the weight is heavy', 'decided.rs', 'HEAVY: f64 = 0.25;', 'HEAVY: f64 = 0.2;'],
  ['B3', 'one head makes alike by 0.7', 'meaning/stand.rs', 'SAME_HEAD: f64 = 0.75;', 'SAME_HEAD: f64 = 0.7;'],
  ['B4', 'most of a sentence is all of it', 'claims/statement.rs', 'CONTAINED: f64 = 0.85;', 'CONTAINED: f64 = 0.8;'],
  ['B5', 'two words are found in a longer sentence', 'claims/statement.rs', 'FEWEST_CONTAINED: usize = 3;', 'FEWEST_CONTAINED: usize = 2;'],
  ['B6', '65 texts are compared in pairs', 'limits.rs', 'MAX_PAIRED: usize = 64;', 'MAX_PAIRED: usize = 65;'],
  ['B7', '101 options are ranked', 'ranking/mod.rs', 'MOST_OPTIONS: usize = 100;', 'MOST_OPTIONS: usize = 101;'],
  ['B8', 'confidence ends at 0.99', 'calibrate.rs', 'clamp(0.001, 0.999)', 'clamp(0.001, 0.99)'],
  ['B9', 'supporters count without the one', 'calibrate.rs', '(1.0 + supporters as f64).ln()', '(supporters as f64).ln()'],
  [
    'B10',
    'coverage is of the answering',
    'calibrate.rs',
    'ballot.answered as f64 / ballot.asked.max(1) as f64',
    'ballot.answered as f64 / ballot.answered.max(1) as f64',
  ],
  ['B11', 'nobody is unanimous', 'calibrate.rs', 'self.share > 1.0 - 1e-9', 'self.share > 1.0 + 1e-9'],
  ['B12', 'log-odds end at 5', 'calibrate.rs', 'MOST_LOG_ODDS: f64 = 6.0;', 'MOST_LOG_ODDS: f64 = 5.0;'],
  ['B13', 'a coefficient of lines among many', 'coefficients.rs', '2.545', '2.145'],
  ['B14', 'a coefficient of lines after others', 'coefficients.rs', '1.898', '1.398'],
  [
    'B15',
    'nobody knows an expert, who is right in one of two questions',
    'reliability/state.rs',
    'right: 2.0, asked: 4.0',
    'right: 1.0, asked: 2.0',
  ],
  ['B16', 'a question can be older', 'reliability/decay.rs', '-3_653.0', '-3_654.0'],
  ['B17', 'a question can be later', 'reliability/decay.rs', '36_525.0', '36_526.0'],
  ['B18', 'larger sums are believed', 'wire/state.rs', '1e150', '1e151'],
  ['B19', 'more right than asked is believed', 'wire/state.rs', 'size * 1e-6', 'size * 1e-4'],
  ['B20', 'a median needs three fifths', 'median.rs', '0.5 - ROUNDING', '0.6 - ROUNDING'],
  ['B21', 'mates correlate by another measure', 'independence.rs', '1.0 / mate_weight(2.0) - 1.0', '1.0 / mate_weight(3.0) - 1.0'],
  ['B22', 'feedback does not take back what went before', 'reliability/observe.rs', 'before.times(-1.0)', 'before.times(0.0)'],
  ['B23', 'a draw without an expert is no change', 'stability/classes.rs', '>= -TIED', '>= TIED'],
  ['B24', 'one other expert is a plurality', 'reliability/observe.rs', 'top.0 >= 2', 'top.0 >= 1'],
];

export const faults: readonly Fault[] = lines.map(([id, what, file, from, to]) => ({ id, what, file, from, to }));
