/**
 * Rules as an expert: what the sources of its seat find in the files of the question, as one opinion. It needs no key, costs nothing, and
 * says the same of the same files.
 *
 * Of a change only what is new counts: the former texts are judged too, and what stood there before is subtracted, and so is what could
 * not be read before in files that the change leaves alone. And a rule that
 * finds nothing is no evidence that a change is good: rules approve where all sources of the panel are silent, where every file was read
 * whole by one of them, and where nobody else is asked who judges the whole. A silent source beside others abstains.
 */
import { type Unread, unreadByRules } from '../contract/read-by-rules.ts';
import { reviewOptions } from '../contract/review.ts';
import {
  isTeamSource,
  type RuleFinding,
  type RuleReport,
  type RuleSource,
  type Ruling,
  ruleVote,
  type StoodBefore,
} from '../contract/rules.ts';
import { missingSources } from '../contract/undone-rules.ts';
import { ExpertFailure, messageOf } from '../errors.ts';
import type { Model, ModelReply, ModelRequest } from '../ports/model.ts';
import type { Rules } from '../ports/rules.ts';
import { newRuling } from '../review/rule-news.ts';
import { isLeftAlone } from '../review/whole-files.ts';
import { afterAwake } from '../time/awake.ts';
import { lastMasking, type MaskingFor, maskRuling, type QuotedRuling } from './mask-ruling.ts';
import { writeRuleAnswer } from './rule-answer.ts';

/** Bytes of an answer: more findings than these nobody reads, and how many there are is said. */
const reportMaxBytes = 280_000;
const nothing = { inputTokens: 0, outputTokens: 0 };

/** The experts behind a set of rules. */
export function ruleExperts(rules: Rules): Model {
  const maskingFor = lastMasking();
  return {
    async ask(request) {
      const { seat, review, options = [], signal } = request;
      signal.throwIfAborted();
      if (review === undefined) return abstention('the question brings no files for rules to read');
      if (reviewOptions.some((option) => !options.includes(option))) {
        return abstention(`rules answer ${reviewOptions.join(', ')}, and the question offers something else`);
      }
      const { ruling, before } = await judge(rules, review, { ...request, maskingFor });
      signal.throwIfAborted();
      const unread = unreadByRules(
        review.files.filter((file) => !isLeftAlone(file)).map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) })),
        [ruling],
      );
      return replyOf({ ruling, before, unread, own: seat.rules ?? [], besideOthers: review.besideOthers, options });
    },
  };
}

interface Judging extends ModelRequest {
  readonly maskingFor: MaskingFor;
}

/** What they quote of the files is kept with the answer and shown to models that sit beside them: no credential is in it. */
async function judge(rules: Rules, { files, panel, team }: NonNullable<ModelRequest['review']>, request: Judging): Promise<QuotedRuling> {
  const former = files.flatMap(({ path, before }) => (before === undefined || before === '' ? [] : [{ path, text: before }]));
  try {
    const by = { sources: panel, ...(panel.some(isTeamSource) && { rules: team }) };
    const ruling = await within(request, rules.judge({ files, ...by }));
    requireSources(ruling.sources, request.seat.rules ?? []);
    const earlier = former.length === 0 ? undefined : await within(request, rules.judge({ files: former, ...by }));
    return await maskRuling(newRuling(ruling, earlier, files), () => request.maskingFor(files));
  } catch (error) {
    if (error instanceof ExpertFailure || request.signal.aborted) throw error;
    throw new ExpertFailure('provider-error', `the rules could not be applied: ${messageOf(error)}`, { cause: error, usage: nothing });
  }
}

async function within<Result>({ timeoutMs, signal, seat }: ModelRequest, work: Promise<Result>): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const giveUp = () => reject(signal.reason);
  const cancelTimeout = afterAwake(timeoutMs, () =>
    reject(new ExpertFailure('timeout', `${seat.expert} was not done within ${(timeoutMs / 1000).toFixed(2)} s`, { usage: nothing })),
  );
  signal.addEventListener('abort', giveUp, { once: true });
  work.then(resolve, reject);
  try {
    return await promise;
  } finally {
    cancelTimeout();
    signal.removeEventListener('abort', giveUp);
  }
}

interface Seated extends QuotedRuling {
  /** What no rule of the panel has read whole. */
  readonly unread: readonly Unread[];
  readonly own: readonly RuleSource[];
  readonly besideOthers: boolean;
  readonly options: readonly string[];
}

function replyOf({ ruling, before, unread, own, besideOthers, options }: Seated): ModelReply {
  const isOwn = ({ source }: { readonly source: RuleSource }) => own.includes(source);
  const sources = ruling.sources.filter(isOwn);
  const findings = ruling.findings.filter(isOwn);
  const hasRead = sources.some(({ spoke }) => spoke) || findings.length > 0;
  if (!hasRead && ruling.notReviewed.length === 0) return abstention(whyNothing(sources));
  const stood = before.filter(isOwn);
  const report: RuleReport = {
    findings,
    left: 0,
    before: stood.length,
    stood: stoodOf(stood),
    files: ruling.files.filter((file) => file.sources.some((source) => own.includes(source))),
    notReviewed: ruling.notReviewed,
  };
  const answer = writeRuleAnswer(report, sources, reportMaxBytes);
  // Only who had nothing to do may say nothing: what was not read, or came to no end, stands in an answer.
  if (!hasRead) return abstention(whyNothing(sources), answer);
  const vote = ruleVote(findings);
  const abstains = vote === 'approve' ? whySilent(ruling.findings, findings, { besideOthers, unread }) : undefined;
  if (abstains !== undefined) return abstention(abstains, answer);
  return { text: `${answer}\n\nAnswer: ${vote}`, usage: nothing, reading: { answer, conclusion: vote, option: options.indexOf(vote) } };
}

function stoodOf(findings: readonly RuleFinding[]): StoodBefore[] {
  const groups = Map.groupBy(findings, ({ source, rule, file, resource, title }) =>
    JSON.stringify([`${source}/${rule}`, file, resource, title]),
  );
  return [...groups.values()].flatMap((list) =>
    list.slice(0, 1).map(({ source, rule, file, title, resource }) => ({
      rule: `${source}/${rule}`,
      file,
      title,
      ...(resource !== undefined && { resource }),
      lines: list.map(({ line }) => line),
      ...(list.some(({ line, endLine }) => endLine > line) && { ends: list.map(({ endLine }) => endLine) }),
    })),
  );
}

/** Why silence is no approval here; undefined where all rules are silent, have read every file, and nobody else is asked. */
function whySilent(
  all: readonly RuleFinding[],
  own: readonly RuleFinding[],
  { besideOthers, unread }: Pick<Seated, 'besideOthers' | 'unread'>,
): string | undefined {
  const low = own.length === 0 ? 'its rules found nothing' : 'its rules found nothing above low';
  const objectors = [...new Set(all.filter((finding) => ruleVote([finding]) !== 'approve').map(({ source }) => source))];
  if (objectors.length > 0) return `${low}, and ${objectors.join(', ')} found something`;
  if (besideOthers) return `${low}, which is no judgement of the whole`;
  const [first] = unread;
  if (first === undefined) return undefined;
  const more = unread.length > 1 ? `, and ${unread.length - 1} more like it` : '';
  return `${low}, and no rule has read ${first.path} whole (${first.why})${more}`;
}

function whyNothing(sources: Ruling['sources']): string {
  return sources.map(({ source, reason }) => (reason === '' ? `${source}: nothing to read` : `${source}: ${reason}`)).join('; ');
}

/** A seat whose sources are not there has not done its work, which is no silence. Throws `ExpertFailure`. */
function requireSources(sources: Ruling['sources'], own: readonly RuleSource[]): void {
  const missing = missingSources(own, sources);
  if (missing.length === 0) return;
  throw new ExpertFailure('request-rejected', `these rules are not among those that are installed: ${missing.join(', ')}`, {
    usage: nothing,
  });
}

function abstention(abstains: string, answer = ''): ModelReply {
  return { text: answer, usage: nothing, abstains, reading: { answer } };
}
