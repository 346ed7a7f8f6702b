/** Findings as annotations of GitHub Actions, within the number that a step may write. */
import type { Finding, ReviewReport } from '../../../shared/contract/review.ts';
import type { Annotation } from '../output.ts';

/** Annotations of each level that GitHub shows of a step. */
const mostShown = 10;

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'notice', info: 'notice' } as const;

/** The worst findings of each level, and how many are left out. */
export function annotationsOf({ findings }: ReviewReport): { readonly shown: readonly Annotation[]; readonly left: number } {
  const shown = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    findings.filter(({ severity }) => levels[severity] === level).slice(0, mostShown),
  );
  return { shown: shown.map(annotationOf), left: findings.length - shown.length };
}

function annotationOf({ severity, file, line, endLine, title, reason, misplaced, experts }: Finding): Annotation {
  const place = misplaced === null ? '' : ` (placed at ${misplaced})`;
  return {
    level: levels[severity],
    properties: { file, line, endLine, title: `${severity}: ${title}` },
    message: `${reason}${place} Raised by ${experts.join(', ')}.`,
  };
}
