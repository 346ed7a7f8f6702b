/** The report of a review by rules alone. */
import { type GatePolicy, type ReviewReport, reviewReport } from '../contract/review.ts';
import { baselineFile } from './baseline.ts';
import { type Beside, programsSay } from './beside.ts';
import { ignoreFile } from './exclusions.ts';
import { withFingerprints } from './fingerprints.ts';
import { judge } from './gate.ts';
import type { Material, NotShown } from './material.ts';
import { mergeFindings } from './merge-findings.ts';
import { shownOf, withUndone } from './report.ts';
import { type RuleVoice, sayGap } from './rule-voice.ts';

/** What stands beside the findings. */
export interface RulesAlone {
  readonly voice: RuleVoice;
  /** Everything that programs say, without what somebody has accepted. */
  readonly beside: Beside;
  readonly circle: string;
  /** Why nobody else was asked. */
  readonly notice: string;
  /** Whether somebody accepts that a path is not seen. */
  readonly allows: (path: string) => boolean;
}

/** The report. What no rule reads forbids an approval, as what nobody is shown does. */
export function reportOfRules({ voice, beside, circle, notice, allows }: RulesAlone, material: Material, policy: GatePolicy): ReviewReport {
  const findings = withFingerprints(mergeFindings(beside.raised, material), material);
  const said = programsSay(beside);
  const verdict = said === 'approve' && voice.undecided !== undefined ? null : said;
  const read: Material = { ...material, notShown: [...material.notShown, ...unread(voice, material, allows)] };
  const seen = withUndone(read, beside);
  const undecided = voice.undecided ?? '';
  return reviewReport.parse({
    version: 1,
    verdict,
    status: verdict === null ? 'no-quorum' : 'decided',
    ...judge({ verdict, heard: true, undecided, findings, unread: beside.undone?.experts ?? [], notShown: seen.notShown }, policy),
    policy,
    agreement: null,
    confidence: null,
    costUsd: 0,
    costUnknown: [],
    consultation: voice.consultations[0] ?? null,
    circle,
    notice,
    failure: verdict === null ? undecided : null,
    ...shownOf(seen),
    findings,
    experts: [...beside.reviewers],
  } satisfies ReviewReport);
}

/** Files of this command itself, which speak to no other program. They are named, and stand in nobody's way. */
const ownFiles: ReadonlySet<string> = new Set([baselineFile, ignoreFile]);

/** Files that rules have not read whole, those that the change leaves alone among them, and those of a kind that no rule reads. */
function unread({ covered, gaps }: RuleVoice, { files, notShown }: Material, allows: RulesAlone['allows']): readonly NotShown[] {
  const byPath = Map.groupBy(gaps, ({ path }) => path);
  const known = new Set(notShown.map(({ path }) => path));
  return [...new Set([...files, ...gaps].map(({ path }) => path))].flatMap((path) => {
    const whys = (byPath.get(path) ?? []).map(sayGap);
    const reason = whys.length > 0 ? `not read whole by rules (${whys.slice(0, 5).join('; ')})` : 'of no kind that rules read';
    if (known.has(path) || (whys.length === 0 && covered.has(path))) return [];
    if (ownFiles.has(path)) return [{ path, reason: 'a file of this review itself, which no rule need read', allowed: true }];
    return [{ path, reason, allowed: allows(path) }];
  });
}
