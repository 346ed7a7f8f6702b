/** A team's own rules, from a folder of whoever reviews: the program applies them here, so that no server runs what a caller brings. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reviewer } from '../../../shared/contract/review.ts';
import { type RuleFile, type RuleFinding, type RuleSource, type Ruling, ruleVote, teamSources } from '../../../shared/contract/rules.ts';
import { InvalidConfiguration, InvalidInput, messageOf } from '../../../shared/errors.ts';
import type { Rules } from '../../../shared/ports/rules.ts';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import type { Beside } from '../../../shared/review/beside.ts';
import { newRuling } from '../../../shared/review/rule-news.ts';
import { entriesOf, type RuleVoice, raisedBy } from '../../../shared/review/rule-voice.ts';
import type { WholeTexts } from '../../../shared/review/whole-files.ts';
import { withLocalRules } from '../../../shared/runtime/local-rules.ts';
import { readTeamRules } from '../../../shared/runtime/team-rules.ts';

const program = join(import.meta.dirname, '../../../rust-lambda/target/release/review');

/** What the rules of a team say. */
export interface TeamVoice extends Beside, Pick<RuleVoice, 'gaps' | 'before'> {
  readonly stood: readonly RaisedFinding[];
}

/** A team that has no rules. */
export const noTeam: TeamVoice = { reviewers: [], raised: [], gaps: [], before: 0, stood: [] };

/** The folder that `--rules` names; undefined where it names a circle, whose name has no slash and begins with no dot. */
export function folderOf(rules: string | boolean | undefined): string | undefined {
  return typeof rules === 'string' && /^\.|[/\\]/.test(rules) ? rules : undefined;
}

/** Applies the rules of a folder. Throws `InvalidInput` that names each rule which is refused, by file, line and reason. */
export async function askTeam(folder: string, texts: WholeTexts, binary: string = program): Promise<TeamVoice> {
  const files = readFolder(folder);
  if (!existsSync(binary)) {
    throw wrong('the program that applies rules is not built here: `npm start` builds it, and `cargo build-review` in rust-lambda');
  }
  return withLocalRules(binary, (rules) => judge(rules, files, texts));
}

function readFolder(folder: string): readonly RuleFile[] {
  try {
    return readTeamRules(folder);
  } catch (error) {
    if (error instanceof InvalidConfiguration) throw new InvalidInput([{ field: '--rules', message: messageOf(error) }], { cause: error });
    throw error;
  }
}

async function judge(rules: Rules, team: readonly RuleFile[], { files }: WholeTexts): Promise<TeamVoice> {
  const all = await rules.judge({ files, sources: teamSources, rules: team });
  refuse(all, team);
  const former = files.flatMap(({ path, before }) => (before === undefined || before === '' ? [] : [{ path, text: before }]));
  const earlier = former.length === 0 ? undefined : await rules.judge({ files: former, sources: teamSources, rules: team });
  const { ruling, before } = newRuling(all, earlier, files);
  const gaps = ruling.notReviewed.filter(({ why }) => !ofOthers.test(why)).map(({ path, why }) => ({ path, why }));
  return {
    ...(gaps.length > 0 && { undone: { experts: [], vote: 'approve', entries: entriesOf(gaps) } }),
    reviewers: ruling.sources.filter(({ spoke }) => spoke).map(({ source }) => reviewerOf(source, ruling.findings)),
    raised: ruling.findings.map((finding) => raisedBy(finding.source, finding)),
    gaps,
    before: before.length,
    stood: before.map((finding) => ({ ...raisedBy(finding.source, finding), severity: 'info' })),
  };
}

/** Files and documents that no rule of a team is for; whatever else was not read is what one of its rules may be about. */
const ofOthers = /^(?:of no kind that a source knows|a document of |another document of the kind|the former text: )/;

/** A rule that is not known to work would pass for one that is kept. */
function refuse({ notReviewed, sources }: Ruling, team: readonly RuleFile[]): void {
  if (sources.some(({ reason }) => reason === 'this build has no such source')) {
    throw wrong('the program that applies rules is of an earlier version: `cargo build-review` in rust-lambda builds it anew');
  }
  const own = new Set(team.map(({ path }) => path));
  const refused = notReviewed.filter(({ path, why }) => own.has(path) && why.startsWith('refused: '));
  if (refused.length > 0) {
    throw new InvalidInput(
      refused.map(({ path, line, why }) => ({ field: `--rules ${path}${line === undefined ? '' : `:${line}`}`, message: why })),
    );
  }
  // Rules that none of the files is for count as none there, and are rules all the same.
  if (sources.every(({ reason }) => reason === 'the team has no such rules')) throw wrong('the folder holds no rule');
}

function reviewerOf(source: RuleSource, findings: readonly RuleFinding[]): Reviewer {
  const own = findings.filter((finding) => finding.source === source);
  const vote = ruleVote(own);
  // That its rules are kept says nothing of the rest.
  return { expert: source, vote: vote === 'approve' ? null : vote, findings: own.length, problem: null };
}

function wrong(message: string): InvalidInput {
  return new InvalidInput([{ field: '--rules', message }]);
}
