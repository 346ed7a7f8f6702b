/** A review with rules: they and other programs speak first, then the circle, and one report says what all of them say. */
import { existsSync } from 'node:fs';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { ReviewReport } from '../../../shared/contract/review.ts';
import { sentenceOf } from '../client.ts';
import { tell } from '../output.ts';
import { plainLines } from '../plain-text.ts';
import { type Accepting, acceptFindings } from './accept-findings.ts';
import type { Allowed } from './allowed-secrets.ts';
import { askCircle, type ReviewOptions } from './ask-circle.ts';
import { type BaselineEntry, baselineFile, readBaseline, readBaselineFile, writeBaseline } from './baseline.ts';
import { type Beside, joinBeside, objectionOf } from './beside.ts';
import type { ReviewPanel } from './choose-panel.ts';
import { readExclusions } from './exclusions.ts';
import { maskTexts } from './masked-texts.ts';
import type { Material } from './material.ts';
import { reportOfRules } from './report-rules.ts';
import { askRules, type RuleVoice, silentRules } from './rule-review.ts';
import { readSarif } from './sarif-in.ts';
import { sayRule } from './secret-rules.ts';
import { type KnownSecret, refuseAdded, weighSecrets } from './secrets.ts';
import { noTexts, type WholeTexts } from './whole-files.ts';
import type { BaselineFlag } from './write-reports.ts';

/** What a review with rules goes by. */
export interface ProgramFlags extends BaselineFlag {
  readonly sarifIn?: readonly string[];
  readonly baseline?: string;
  readonly allowUnseen?: readonly string[];
}

interface Review {
  readonly client: CircleClient;
  readonly panel: ReviewPanel;
  readonly options: ReviewOptions;
  readonly flags: ProgramFlags;
  readonly allowed: Allowed;
}

/** Gaps that a report names. */
const mostGaps = 20;

/** Reviews a material. Throws `InvalidInput` where it would send credentials, and no rule is there to say so. */
export async function reviewMaterial(material: Material, review: Review): Promise<ReviewReport> {
  const { client, panel, options, allowed } = review;
  const { material: sent, added } = await weighSecrets(material, allowed);
  if (panel.rules === undefined) refuseAdded(added);
  const whole = material.texts ?? noTexts;
  // Without rules they stay here.
  const texts = panel.rules === undefined ? whole : await maskTexts(whole, allowed);
  const voice = panel.rules === undefined ? silentRules : await askRules(client, { kind: material.kind, texts }, panel.rules);
  const { beside, accepted, warnings } = hearPrograms(material, texts, { voice, said: [voice, credentialsOf(added)] }, review.flags);
  const shown = { ...sent, texts, warnings: [...sent.warnings, ...warnings] };
  const report =
    panel.rules === undefined
      ? await askCircle(client, shown, { ...options, beside })
      : await decideWithRules(shown, panel.rules, { ...review, voice, beside, isHeld: added.length > 0 });
  return {
    ...report,
    ...(voice.consultations.length > 0 && { ruleConsultations: [...voice.consultations] }),
    ...(accepted.length > 0 && { accepted: [...accepted] }),
    ...(voice.before > 0 && { before: voice.before }),
  };
}

interface Programs {
  readonly beside: Beside;
  readonly accepted: Accepting['accepted'];
  readonly warnings: readonly string[];
}

interface Said {
  readonly voice: RuleVoice;
  readonly said: readonly Beside[];
}

const vague = 'the baseline was not applied: more findings stood there before the change than an answer of rules lists';

/** What all programs say, without what somebody has accepted. */
function hearPrograms(material: Material, texts: WholeTexts, { voice, said }: Said, flags: ProgramFlags): Programs {
  const tools = (flags.sarifIn ?? []).map((path) => readSarif(path, material));
  const all = joinBeside([...said, ...tools]);
  const listed = baselineOf(material, flags);
  // Which entries are used up is not known then, and none may accept what is new.
  const isVague = voice.stood === undefined && listed.length > 0;
  const baseline = isVague ? [] : listed;
  const stood = [...(voice.stood ?? []), ...tools.flatMap((tool) => tool.stood)];
  const today = new Date().toISOString().slice(0, 10);
  const { raised, accepted, warnings, open } = acceptFindings(all.raised, { texts, baseline, today, stood, gone: goneFrom(material) });
  if (flags.writeBaseline) writeBaseline(flags.writeBaseline === true ? baselineFile : flags.writeBaseline, open, listed);
  const told = [...(isVague ? [vague] : []), ...tools.flatMap((tool) => tool.warnings), ...warnings];
  return { beside: { reviewers: all.reviewers, raised }, accepted, warnings: told };
}

/** Whether a file of that name was taken away or renamed, or is not there. */
function goneFrom({ kind, files, texts }: Material): (path: string) => boolean {
  if (kind === 'files') return (path) => !existsSync(path);
  const left = new Set([
    ...files.flatMap(({ notes }) => notes.flatMap((note) => /^renamed from ([\s\S]+)$/.exec(note)?.[1] ?? [])),
    ...(texts?.files ?? []).flatMap(({ path, text, before }) => (text === '' && before !== undefined ? [path] : [])),
  ]);
  return (path) => left.has(path);
}

/** The one that a flag names, else the usual one as it was before the change. */
function baselineOf({ baseline }: Material, flags: ProgramFlags): readonly BaselineEntry[] {
  if (flags.baseline !== undefined || baseline === undefined) return readBaselineFile(flags.baseline);
  return baseline === '' ? [] : readBaseline(baseline, baselineFile);
}

interface Deciding extends Review {
  readonly voice: RuleVoice;
  readonly beside: Beside;
  /** Whether credentials would be added, so that nothing may be sent to models. */
  readonly isHeld: boolean;
}

const held = 'No model was asked: what is reviewed holds credentials, and nothing with credentials is sent to models.';

async function decideWithRules(material: Material, circle: string, review: Deciding): Promise<ReviewReport> {
  const { client, panel, options, flags, voice, beside, isHeld } = review;
  const { allows } = readExclusions({ allowUnseen: flags.allowUnseen ?? [] }, '');
  const alone = (notice: string) => reportOfRules({ voice, beside, circle, notice, allows }, material, options.policy);
  if (panel.alone !== undefined) return alone(panel.alone);
  if (isHeld) return alone(held);
  try {
    const gaps = voice.gaps.slice(0, mostGaps).map(({ path, why }) => `rules did not read ${path} whole: ${why}`);
    return await askCircle(client, { ...material, warnings: [...material.warnings, ...gaps] }, { ...options, beside });
  } catch (error) {
    // What rules object to stands there, whether anybody else can be asked or not.
    if (objectionOf(beside.raised) === undefined) throw error;
    const why = sentenceOf(error) ?? 'the circle could not be asked';
    tell(plainLines(why));
    return alone(`The circle could not be asked (${why}), so the rules alone have reviewed this.`);
  }
}

/** Credentials that would be added, as findings of this command. */
function credentialsOf(added: readonly KnownSecret[]): Beside {
  if (added.length === 0) return { reviewers: [], raised: [] };
  const expert = 'credentials';
  const raised = added.map(({ file, number, rule }) => ({
    expert,
    severity: 'critical' as const,
    file,
    line: number ?? undefined,
    title: `Credential: ${sayRule(rule)}`,
    reason: 'Whoever can read the file can use it. Take it out, and revoke it where others may have seen it.',
    rule: `${expert}/${rule}`,
    topic: 'credentials',
    confidence: 'high' as const,
  }));
  return { reviewers: [{ expert, vote: 'reject', findings: raised.length, problem: null }], raised };
}
