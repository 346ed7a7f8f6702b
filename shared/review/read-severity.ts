/** How bad a finding is, in the many words that experts use for it. */
import { type Severity, severities } from '../contract/severity.ts';

/** Words for each severity, in the scales of tools and in the languages that answers come in. */
const words: Readonly<Record<Severity, string>> = {
  critical:
    'critical crit blocker blocking fatal catastrophic emergency severe p0 s0 sev0 sev1 showstopper kritisch critique crítico crítica critico critica критический критическая 严重 致命 重大 深刻 치명적',
  high: 'high major error serious important significant danger dangerous p1 s1 sev2 hoch hohe haute élevé élevée alto alta высокий высокая 高 높음',
  medium:
    'medium moderate warning warn normal med mid middle p2 s2 sev3 mittel moyen moyenne medio media médio média средний средняя 中 中等 보통',
  low: 'low minor trivial nit nitpick cosmetic small p3 s3 sev4 niedrig gering faible bajo baja basso bassa baixo baixa низкий низкая 低 낮음',
  info: 'info informational information note notice hint suggestion optional style none p4 s4 sev5 hinweis',
};

const severityOf: ReadonlyMap<string, Severity> = new Map(
  severities.flatMap((severity) => words[severity].split(' ').map((word) => [word, severity] as const)),
);
const denials = new Set('not no non without nicht kein pas sans не нет'.split(' '));
/** Characters of a severity: more is a text. */
const longest = 60;

/** The severity that a few words name, the worst of several; undefined where they name none, or deny one. */
export function readSeverity(written: unknown): Severity | undefined {
  if (typeof written !== 'string') return undefined;
  const said =
    written
      .slice(0, longest + 1)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (written.length > longest || said.some((word) => denials.has(word))) return undefined;
  const named = new Set(said.map((word) => severityOf.get(word)));
  return severities.find((severity) => named.has(severity));
}

/** Whether a single word names a severity. */
export function isSeverityWord(word: string): boolean {
  return severityOf.has(word.normalize('NFKC').toLowerCase());
}

/** The place of a severity on the scale, 0 for the worst. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}
