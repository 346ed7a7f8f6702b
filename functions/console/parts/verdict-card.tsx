/** The verdict: the answer, and how far it carries. */
import type { ComponentChildren } from 'preact';
import type { Consultation } from '../../../shared/contract/consultation.ts';
import type { Verdict } from '../../../shared/contract/verdict.ts';
import {
  sayAgreement,
  sayConfidence,
  sayDeliberation,
  sayIndependence,
  sayJudge,
  sayLimits,
  sayLowered,
  sayPromise,
  sayRanking,
  sayReliability,
  sayReplaced,
  sayReplay,
  sayStability,
  sayStrategy,
  sayTruncated,
} from '../../../shared/domain/words.ts';
import { sayCount, sayShare, sayStatus } from '../text/format.ts';
import { Answer, Undecided } from './verdict-answer.tsx';

const endings: Readonly<Record<Verdict['endedBy'], string>> = {
  settled: 'the outcome was settled',
  quorum: 'the quorum was reached',
  all: 'all experts were in',
  deadline: 'the deadline was over',
  impossible: 'the quorum could not be reached any more',
};

export interface VerdictCardProps {
  readonly consultation: Consultation;
  readonly verdict: Verdict;
  /** What has become known of the answer since. */
  readonly children?: ComponentChildren;
}

export function VerdictCard({ consultation, verdict, children }: VerdictCardProps) {
  const { agreement, confidence, coverage } = verdict;
  return (
    <section class="card verdict" aria-labelledby="verdict-title" data-status={consultation.status}>
      <h2 id="verdict-title">Verdict</h2>
      {children}
      {consultation.status === 'decided' ? (
        <Answer consultation={consultation} verdict={verdict} />
      ) : (
        <Undecided consultation={consultation} verdict={verdict} />
      )}
      <div class="measures">
        <Measure name="Agreement" value={sayShare(agreement)} share={agreement} words={wordsAfter(sayAgreement(agreement))} />
        <Measure
          name="Coverage"
          value={`${coverage.answered} of ${coverage.asked}`}
          share={coverage.answered / coverage.asked}
          words={[sayCount(coverage.families, 'family', 'families'), sayLowered(coverage)].filter(Boolean).join('; ')}
        />
        <Measure name="Confidence" value={sayShare(confidence)} share={confidence} words={wordsAfter(sayConfidence(confidence))} />
      </div>
      <dl class="facts">
        <Fact name="Dissent" value={verdict.dissent.map(({ expert }) => expert).join(', ') || 'nobody'} />
        {verdict.stability && <Fact name="Stability" value={sayStability(verdict.stability)} />}
        {verdict.independent !== null && <Fact name="Evidence" value={sayIndependence(verdict.independent, coverage.answered)} />}
        {verdict.reliability && <Fact name="Reliability" value={sayReliability(verdict.reliability)} />}
        {verdict.promise && <Fact name="Promise" value={sayPromise(verdict.promise)} />}
        <Asking verdict={verdict} />
        {verdict.truncated && <Fact name="Incomplete" value={sayTruncated(verdict.truncated)} />}
        {verdict.missing.length > 0 && (
          <Fact
            name="Missing"
            value={verdict.missing.map(({ expert, status, error }) => `${expert} (${sayReason(status, error.type)})`).join(', ')}
          />
        )}
        <Fact name="Ended" value={`when ${endings[verdict.endedBy]}`} />
        <Fact name="Method" value={verdict.method} />
      </dl>
    </section>
  );
}

/** What a debate has changed, and what a judge has chosen and why. */
function Deliberation({ deliberation }: { readonly deliberation: NonNullable<Verdict['deliberation']> }) {
  const { reason, ranking, judge } = deliberation;
  return (
    <>
      {reason !== 'off' && <Fact name="Debate" value={sayDeliberation(deliberation)} />}
      {ranking && <Fact name="Ranked by peers" value={sayRanking(ranking)} />}
      {judge && <Fact name="Judge" value={sayJudge(judge)} />}
      {judge?.why && <Fact name="Its reason" value={judge.why} />}
    </>
  );
}

/** Whom a strategy has asked and spared, or what other strategies would have; and what a debate has changed. */
function Asking({ verdict: { replaced = [], strategy, deliberation, replays, coverage, limits } }: { readonly verdict: Verdict }) {
  return (
    <>
      {replaced.map((one) => (
        <Fact key={one.by} name="Replaced" value={sayReplaced(one)} />
      ))}
      {strategy && <Fact name="Strategy" value={sayStrategy(strategy)} />}
      {deliberation && <Deliberation deliberation={deliberation} />}
      {limits && <Fact name="Limits" value={sayLimits(limits)} />}
      {replays && <Fact name="Instead" value={replays.map((replay) => sayReplay(replay, coverage.asked)).join('; ')} />}
    </>
  );
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

/** The status in words, and the name of the failure where it says more. */
function sayReason(status: string, type: string): string {
  return status === 'failed' ? type : sayStatus(status);
}

/** The number stands above already. */
function wordsAfter(sentence: string): string {
  return /^[\d.]+, (.+)$/.exec(sentence)?.[1] ?? '';
}
