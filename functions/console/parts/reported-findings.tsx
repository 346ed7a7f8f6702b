/** The findings of a report, each with who holds it, who disputes it, and the lines where it stands. */
import type { Finding } from '../../../shared/contract/review.ts';
import type { FindingExcerpt } from '../../../shared/contract/review-list.ts';
import { dirOf } from '../markdown/direction.ts';
import { AllowFinding } from './allow-finding.tsx';
import { Prose } from './prose.tsx';

/** From the worst. The contract's own, whose schemas stay out of the browser. */
const order: readonly Finding['severity'][] = ['critical', 'high', 'medium', 'low', 'info'];

export interface ReportedFindingsProps {
  readonly findings: readonly Finding[];
  /** None until they are loaded. */
  readonly excerpts: readonly FindingExcerpt[];
}

export function ReportedFindings({ findings, excerpts }: ReportedFindingsProps) {
  const byFinding = new Map(excerpts.map((excerpt) => [excerpt.fingerprint, excerpt]));
  return (
    <section aria-labelledby="findings-title" class="evidence">
      <h2 id="findings-title">
        Findings <small>{findings.length === 0 ? 'none' : `${findings.length}, by severity`}</small>
      </h2>
      {order.map((severity) => {
        const own = findings.filter((finding) => finding.severity === severity);
        if (own.length === 0) return null;
        return (
          <div key={severity}>
            <h3>
              {severity} <small>{own.length}</small>
            </h3>
            <ul class="findings">
              {own.map((finding, index) => (
                <Reported
                  key={finding.fingerprint ?? `${severity} ${index}`}
                  id={`${severity}-${index}`}
                  finding={finding}
                  excerpt={byFinding.get(finding.fingerprint ?? '') ?? unknown}
                />
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

/** What is known before the lines are loaded, and where the place of a finding is not. */
const unknown: ReportedProps['excerpt'] = { lines: [], entries: [] };

interface ReportedProps {
  readonly id: string;
  readonly finding: Finding;
  readonly excerpt: Pick<FindingExcerpt, 'lines' | 'entries'>;
}

function Reported({ id, finding, excerpt }: ReportedProps) {
  const { severity, title, reason, suggestion, rules = [] } = finding;
  const { lines, entries } = excerpt;
  return (
    <li class="card finding" data-severity={severity}>
      <p class="finding-head">
        <strong dir={dirOf(title)}>{title}</strong>
      </p>
      <Held finding={finding} />
      {reason !== '' && <Prose text={reason} />}
      {lines.length > 0 && <Lines lines={lines} />}
      {suggestion !== null && (
        <div class="suggestion">
          <p class="hint">Suggestion</p>
          <Prose text={suggestion} />
        </div>
      )}
      {rules.length > 0 && <AllowFinding id={id} rules={rules} entries={entries} />}
    </li>
  );
}

/** Where it stands, who holds it, and what those say who were asked to judge it. */
function Held({ finding: { file, line, experts, rules = [], judged = [], misplaced } }: Pick<ReportedProps, 'finding'>) {
  const place = line === null ? file : `${file}:${line}`;
  return (
    <>
      <p class="origin">
        {file !== null && <code dir="ltr">{place}</code>} {misplaced !== null && `said to stand at ${misplaced}, which is not there; `}held
        by {experts.join(', ')}
        {rules.length > 0 && ` (${rules.join(', ')})`}
      </p>
      {judged.map(({ expert, judgement, reason }) => (
        <p key={expert} class="hint" data-judgement={judgement}>
          {judgement === 'true' ? `confirmed by ${expert}` : `disputed by ${expert} (${judgement})`}
          {reason !== null && `: ${reason}`}
        </p>
      ))}
    </>
  );
}

const markWords = { '+': 'added', '-': 'removed', ' ': undefined } as const;

/** As a diff: the sign says what colour would, and more. */
function Lines({ lines }: { readonly lines: FindingExcerpt['lines'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre class="excerpt" dir="ltr" tabIndex={0}>
      {lines.map(({ number, mark, text }, index) => (
        <span key={`${number} ${index}`} data-mark={markWords[mark]}>
          {`${String(number ?? '').padStart(5)} ${mark} ${text}\n`}
        </span>
      ))}
    </pre>
  );
}
