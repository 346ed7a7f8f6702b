/** The verdict: the answer, and how far it carries. */
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import { sayAgreement, sayConfidence, sayIndependence, sayPosition, sayReliability, sayStability } from '../../../shared/domain/words.ts';
import { sayCount, sayShare } from '../text/format.ts';
import { Words } from './words.tsx';

const endings: Readonly<Record<Verdict['endedBy'], string>> = {
  settled: 'the outcome was settled',
  quorum: 'the quorum was reached',
  all: 'all experts were in',
  deadline: 'the deadline was over',
  impossible: 'the quorum could not be reached any more',
};

/** Characters up to which an answer is one word or few, and can be large. */
const briefMax = 60;

/** Why this is not a decision. */
const shortfalls: Readonly<Record<string, string>> = {
  'no-quorum': 'Fewer experts answered than the quorum asks for, so this decides nothing.',
  'no-consensus': 'The answers do not single one out, so nothing is decided.',
};

export function VerdictCard({ consultation, verdict }: { readonly consultation: Consultation; readonly verdict: Verdict }) {
  const { agreement, confidence, coverage } = verdict;
  return (
    <section class="card verdict" aria-labelledby="verdict-title" data-status={consultation.status}>
      <h2 id="verdict-title">Verdict</h2>
      <div class="answer" data-brief={verdict.answer !== null && verdict.answer.length <= briefMax}>
        {verdict.answer !== null && <Words text={verdict.answer} />}
        <Positions positions={verdict.positions} />
        {shortfalls[consultation.status] !== undefined && <p class="none">{shortfalls[consultation.status]}</p>}
      </div>
      <div class="measures">
        <Measure name="Agreement" value={sayShare(agreement)} share={agreement} words={wordsAfter(sayAgreement(agreement))} />
        <Measure
          name="Coverage"
          value={`${coverage.answered} of ${coverage.asked}`}
          share={coverage.answered / coverage.asked}
          words={sayCount(coverage.families, 'family', 'families')}
        />
        <Measure name="Confidence" value={sayShare(confidence)} share={confidence} words={wordsAfter(sayConfidence(confidence))} />
      </div>
      <dl class="facts">
        <Fact name="Dissent" value={verdict.dissent.map(({ expert }) => expert).join(', ') || 'nobody'} />
        {verdict.stability && <Fact name="Stability" value={sayStability(verdict.stability)} />}
        {verdict.independent !== null && <Fact name="Evidence" value={sayIndependence(verdict.independent, coverage.answered)} />}
        {verdict.reliability && <Fact name="Reliability" value={sayReliability(verdict.reliability)} />}
        {verdict.missing.length > 0 && (
          <Fact name="Missing" value={verdict.missing.map(({ expert, error }) => `${expert} (${error.type})`).join(', ')} />
        )}
        <Fact name="Ended" value={`when ${endings[verdict.endedBy]}`} />
        <Fact name="Method" value={verdict.method} />
      </dl>
    </section>
  );
}

/** What experts stand behind where nothing is decided. */
function Positions({ positions = [] }: { readonly positions: Verdict['positions'] }) {
  return positions.map((one) => (
    <p key={one.experts.join(' ')}>
      <bdi>{one.short ?? one.answer}</bdi> ({sayPosition(one)})
    </p>
  ));
}

interface MeasureProps {
  readonly name: string;
  readonly value: string;
  /** Null where nothing can be measured: then there is no bar, which would look like zero. */
  readonly share: number | null;
  readonly words: string;
}

function Measure({ name, value, share, words }: MeasureProps) {
  return (
    <div class="measure" data-measure={name.toLowerCase()}>
      <h3>{name}</h3>
      <p class="figure" data-known={share !== null}>
        {value}
      </p>
      {share !== null && <div class="track" aria-hidden="true" style={{ '--share': String(share) }} />}
      <p class="hint">{words}</p>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The number stands above already. */
function wordsAfter(sentence: string): string {
  return /^[\d.]+, (.+)$/.exec(sentence)?.[1] ?? '';
}
