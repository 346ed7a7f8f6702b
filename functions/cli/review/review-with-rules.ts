/** A review with rules: they and other programs speak first, then the circle, and one report says what all of them say. */
import { existsSync } from 'node:fs';
import type { CircleClient } from '../../../shared/client/client.ts';
import type { BaselineEntry } from '../../../shared/contract/baseline.ts';
import type { ReviewReport } from '../../../shared/contract/review.ts';
import { plainLines } from '../../../shared/domain/plain-text.ts';
import { acceptSaid } from '../../../shared/review/accept-findings.ts';
import type { Allowed } from '../../../shared/review/accepted-secrets.ts';
import { credentialsOf } from '../../../shared/review/added-credentials.ts';
import { baselineFile, readBaseline } from '../../../shared/review/baseline.ts';
import { type Beside, joinBeside, objectionOf, type Undone } from '../../../shared/review/beside.ts';
import { readExclusions } from '../../../shared/review/exclusions.ts';
import { goneFrom } from '../../../shared/review/gone-files.ts';
import { maskTexts } from '../../../shared/review/masked-texts.ts';
import type { Material } from '../../../shared/review/material.ts';
import { reportOfRules } from '../../../shared/review/report-rules.ts';
import { type RuleVoice, sayGaps, silentRules } from '../../../shared/review/rule-voice.ts';
import { placeOf, refuseAdded, weighSecrets } from '../../../shared/review/secrets.ts';
import { noTexts, type WholeTexts } from '../../../shared/review/whole-files.ts';
import { sentenceOf } from '../client.ts';
import { tell } from '../output.ts';
import { askCircle, type ReviewOptions } from './ask-circle.ts';
import { readBaselineFile, writeBaseline } from './baseline-file.ts';
import type { ReviewPanel } from './choose-panel.ts';
import { maskPrograms, type Programs } from './mask-programs.ts';
import { askRules } from './rule-review.ts';
import { readSarif } from './sarif-in.ts';
import { askTeam, folderOf, noTeam, type TeamVoice } from './team-rules.ts';
import type { BaselineFlag } from './write-reports.ts';

/** What a review with rules goes by. */
export interface ProgramFlags extends BaselineFlag {
  readonly sarifIn?: readonly string[];
  readonly baseline?: string;
  readonly allowUnseen?: readonly string[];
  /** A circle of rules, or a folder of the team's own. */
  readonly rules?: string | boolean;
  /** What is reviewed, by the name of its history. */
  readonly subject?: string;
}

interface Review {
  readonly client: CircleClient;
  readonly panel: ReviewPanel;
  readonly options: ReviewOptions;
  readonly flags: ProgramFlags;
  readonly allowed: Allowed;
  /** The program that applies a team's rules. @default the one that is built here */
  readonly program?: string;
}

/** Reviews a material. Throws `InvalidInput` where it would send credentials, and no rule is there to say so. */
export async function reviewMaterial(material: Material, review: Review): Promise<ReviewReport> {
  const { client, panel, options, flags, allowed } = review;
  const { material: sent, added } = await weighSecrets(material, allowed);
  if (panel.rules === undefined) refuseAdded(added);
  const whole = material.texts ?? noTexts;
  // Without rules they stay here.
  const texts = panel.rules === undefined ? whole : await maskTexts(whole, allowed);
  const heard = await hearRules(material, texts, review);
  const said = { voice: heard.voice, said: [heard.voice, heard.team, credentialsOf(added.map(placeOf))] };
  const programs = await maskPrograms(hearPrograms(material, texts, said, flags), material);
  const { voice, beside, accepted, warnings } = programs;
  if (flags.writeBaseline) writeBaseline(flags.writeBaseline === true ? baselineFile : flags.writeBaseline, programs);
  const shown = { ...sent, texts, warnings: [...sent.warnings, ...warnings] };
  const report =
    panel.rules === undefined
      ? await askCircle(client, withGaps(shown, voice), { ...options, beside })
      : await decideWithRules(shown, panel.rules, { ...review, voice, beside, isHeld: added.length > 0 });
  return told(report, voice, accepted);
}

function told(report: ReviewReport, { consultations, before }: RuleVoice, accepted: Programs['accepted']): ReviewReport {
  return {
    ...report,
    ...(consultations.length > 0 && { ruleConsultations: [...consultations] }),
    ...(accepted.length > 0 && { accepted: [...accepted] }),
    ...(before > 0 && { before }),
  };
}

/** What rules have not read is told where others read it; rules alone forbid by each gap itself. */
function withGaps(material: Material, voice: RuleVoice): Material {
  return { ...material, warnings: [...material.warnings, ...sayGaps(voice)] };
}

/** The rules of the circle and those of the team, each where somebody wants them. */
async function hearRules({ kind }: Material, texts: WholeTexts, { client, panel, flags, program }: Review) {
  const folder = folderOf(flags.rules);
  const team = folder === undefined ? noTeam : await askTeam(folder, texts, program);
  const asked =
    panel.rules === undefined ? silentRules : await askRules(client, { kind, texts }, { circle: panel.rules, subject: flags.subject });
  return { voice: withTeam(asked, team), team };
}

/** Gaps of a team's rules forbid an approval as those of others do. */
function withTeam(voice: RuleVoice, { gaps, before, stood }: TeamVoice): RuleVoice {
  const said = gaps.map(({ path, why }) => ({ path, why }));
  return { ...voice, gaps: [...voice.gaps, ...said], before: voice.before + before, stood: voice.stood && [...voice.stood, ...stood] };
}

interface Said {
  readonly voice: RuleVoice;
  readonly said: readonly Beside[];
}

/** What all programs say, without what somebody has accepted. */
function hearPrograms(material: Material, texts: WholeTexts, { voice, said }: Said, flags: ProgramFlags): Programs {
  const tools = (flags.sarifIn ?? []).map((path) => readSarif(path, material));
  const all = joinBeside([...said, ...tools]);
  const listed = baselineOf(material, flags);
  const stood = voice.stood && [...voice.stood, ...tools.flatMap((tool) => tool.stood)];
  const today = new Date().toISOString().slice(0, 10);
  const gone = goneFrom(material, existsSync);
  const { raised, accepted, warnings, open } = acceptSaid(all.raised, { texts, baseline: listed, today, stood, gone });
  const told = [...tools.flatMap((tool) => tool.warnings), ...warnings];
  const { allows } = readExclusions({ allowUnseen: flags.allowUnseen ?? [] }, '');
  const beside = { ...all, raised, ...(all.undone && { undone: allowing(all.undone, allows) }) };
  return { voice, beside, accepted, warnings: told, open, listed };
}

/** Somebody may accept that a path is not judged. */
function allowing(undone: Undone, allows: (path: string) => boolean): Undone {
  return { ...undone, entries: undone.entries.map((entry) => ({ ...entry, allowed: allows(entry.path) })) };
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
    return await askCircle(client, withGaps(material, voice), { ...options, beside });
  } catch (error) {
    // What rules object to stands there, whether anybody else can be asked or not.
    if (objectionOf(beside.raised) === undefined) throw error;
    const why = sentenceOf(error) ?? 'the circle could not be asked';
    tell(plainLines(why));
    return alone(`The circle could not be asked (${why}), so the rules alone have reviewed this.`);
  }
}
