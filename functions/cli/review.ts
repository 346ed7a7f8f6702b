/** `circle review`: is a change safe to go out? A gate for builds and hooks, with findings and reports. */
import { buffer } from 'node:stream/consumers';
import type { GatePolicy, ReviewReport } from '../../shared/contract/review.ts';
import { oneLine, plainLines } from '../../shared/domain/plain-text.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { allowedBy } from '../../shared/review/accepted-secrets.ts';
import { parsePolicy } from '../../shared/review/gate.ts';
import { refuseTooMuch } from '../../shared/review/material.ts';
import { reportOfFailure, reportOfNothing } from '../../shared/review/report.ts';
import { withoutSecrets } from '../../shared/review/secrets.ts';
import { type Address, failureInWords, openClient, patientRetries, sentenceOf } from './client.ts';
import { tell } from './output.ts';
import type { PolicyFlags } from './policy.ts';
import { readAllowed } from './review/allowed-secrets.ts';
import { choosePanel, type PanelFlags } from './review/choose-panel.ts';
import { pushRanges } from './review/push-ranges.ts';
import { type MaterialFlags, readMaterial, refuseUnseen } from './review/read-material.ts';
import { type ProgramFlags, reviewMaterial } from './review/review-with-rules.ts';
import { formNames, openOutputs, type ReportFlags } from './review/write-reports.ts';

/** The flags of `circle review`, as commander gives them. */
export interface ReviewFlags extends PolicyFlags, PanelFlags, ProgramFlags, ReportFlags, MaterialFlags {
  readonly focus?: string;
  readonly failOn: string;
  readonly failOnExperts: string;
  readonly maxBytes?: string;
  readonly allowSecrets?: boolean;
  readonly allowSecret?: readonly string[];
  readonly allowSecretsFrom?: string;
  readonly fresh?: boolean;
  /** Tells of earlier reviews instead. */
  readonly history?: boolean;
  /** The remote that is pushed to, for the hook `pre-push`. */
  readonly prePush?: string;
}

/** What can be said of it before anything is asked, for `--help`. */
export const reviewHelp = `
Exit codes:
  0    approved after all of it was shown, and no finding forbids it; or the two ends of the range hold the same
  1    experts or rules say that it must not go out: the circle says reject or revise, or a finding is as severe as --fail-on says
  2    everything else: no consensus, no quorum, something was not shown and not allowed by name, something was not read, or nobody could
       be asked (server, key, input); never an approval
  130  interrupted; the consultation is cancelled

--fail-on takes an answer (revise, reject), a severity (critical, high, medium, low, info, none), or both with a comma between them.

--pre-push reviews each branch and tag of a push by itself, from where it leaves what the remote has, and passes if all of them do. It needs
what git gives the hook pre-push on its standard input, and writes no reports.

Sets of rules review beside the circle, in a consultation of their own (--rules, --no-rules), and alone where no model can be asked: they read
whole files as data, for nothing; --rules ./FOLDER adds rules of your own in Guard, Rego, CEL or the YAML of Checkov, each with a sample
that it must find. Of a change only what is new counts. A comment "circle:allow RULE why until 2027-01-31" at the line or above
it accepts what a rule finds there; --write-baseline accepts all that is there now, and is read as it stands before the change.

What is not shown to the experts forbids an approval: binary files, submodules, pointers of Git LFS, untracked files under --diff REF,
moves without content. --allow-unseen names what may pass all the same. --exclude and the patterns of .circleignore, as it stands before
the change, leave files out; lock files are shown as a summary of their packages. Both are named in every report.

Reports are written for every end; a file is only overwritten if it holds an earlier report and git does not track it. --write-baseline
overwrites an earlier baseline and nothing else.
In GitHub Actions a summary is added to $GITHUB_STEP_SUMMARY.

Paths in reports are those given, or those of the diff: run it at the root of the repository for code scanning.`;

/** Reviews, prints, writes the reports; returns the exit code. Throws `CircleError`s where nothing could be asked. */
export async function review(paths: readonly string[], flags: ReviewFlags, address: Address): Promise<number> {
  return flags.prePush === undefined ? reviewOne(paths, flags, address) : reviewPush(flags.prePush, paths, flags, address);
}

/** Reviews each range of a push. Every one of them must pass: a no of experts goes before anything that stands in the way of asking. */
async function reviewPush(remote: string, paths: readonly string[], flags: ReviewFlags, address: Address): Promise<number> {
  const ranges = pushRanges(await readPush(flags), remote, process.cwd(), process.env);
  if (ranges.length === 0) tell('there is nothing to review: nothing is pushed that the other side lacks');
  const codes: number[] = [];
  for (const { range, refs } of ranges) {
    tell(`to ${oneLine(remote)}: ${refs.join(', ')}`);
    codes.push(await reviewOne(paths, { ...flags, diff: range }, address).catch(tellObstacle));
  }
  return codes.includes(1) ? 1 : Math.max(0, ...codes);
}

async function readPush(flags: ReviewFlags): Promise<string> {
  const other = (['diff', 'staged', ...formNames] as const).find((name) => flags[name] !== undefined);
  if (other !== undefined) throw wrong('--pre-push', `contradicts --${other}: a push may hold several changes`);
  if (process.stdin.isTTY) throw wrong('--pre-push', 'is for the hook pre-push: git says on standard input what is pushed');
  return (await buffer(process.stdin)).toString('latin1');
}

function tellObstacle(error: unknown): number {
  tell(plainLines(failureInWords(error)));
  return 2;
}

async function reviewOne(paths: readonly string[], flags: ReviewFlags, address: Address): Promise<number> {
  const policy = parsePolicy(flags.failOn, flags.failOnExperts);
  const outputs = openOutputs(flags, process.env);
  const report = await judge(paths, flags, policy, address).catch((error: unknown) => {
    // Whoever uploads reports finds one that says why there is none.
    outputs.write(reportOfFailure(sentenceOf(error) ?? 'unexpected', policy));
    throw error;
  });
  outputs.write(report);
  return report.exitCode;
}

async function judge(paths: readonly string[], flags: ReviewFlags, policy: GatePolicy, address: Address): Promise<ReviewReport> {
  const material = await readMaterial(paths, flags);
  if (material.empty !== undefined) return reportOfNothing(material, policy);
  refuseUnseen(material);
  if (flags.maxBytes !== undefined) refuseTooMuch(material, maxBytesOf(flags.maxBytes));
  const allowed = flags.allowSecrets ? () => true : allowedBy(allowedPlaces(flags));
  const client = openClient(address, patientRetries);
  const panel = await choosePanel(client, flags).catch(async (error: unknown) => {
    // Credentials are named first: whoever starts the server then would only come here again.
    await withoutSecrets(material, allowed);
    throw error;
  });
  return reviewMaterial(material, { client, panel, options: { ...flags, policy }, flags, allowed });
}

function allowedPlaces({ allowSecret = [], allowSecretsFrom }: ReviewFlags): readonly string[] {
  return [...allowSecret, ...(allowSecretsFrom === undefined ? [] : readAllowed(allowSecretsFrom))];
}

function maxBytesOf(written: string): number {
  const bytes = Number(written);
  if (Number.isInteger(bytes) && bytes > 0) return bytes;
  throw wrong('--max-bytes', 'must be a number from 1');
}

function wrong(field: string, message: string): InvalidInput {
  return new InvalidInput([{ field, message }]);
}
