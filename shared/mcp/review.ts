/** The tool that has rules read a change: free, offline, and within a moment. */
import type { McpServer } from '@modelcontextprotocol/server';
import type { Consultation } from '../contract/consultation.ts';
import { type ReviewForAgent, reviewChangeInput, reviewForAgent } from '../contract/mcp.ts';
import { factsOf } from '../contract/provider-kinds.ts';
import { unreadByRules } from '../contract/read-by-rules.ts';
import { type ReviewAnswer, reviewAnswer, reviewOptions } from '../contract/review.ts';
import { ruleBlock, type WrittenFinding } from '../contract/rules.ts';
import { severities } from '../contract/severity.ts';
import { undoneRules } from '../contract/undone-rules.ts';
import type { McpDependencies } from './dependencies.ts';
import { loose } from './loose-input.ts';
import { answerTool, result } from './tool-result.ts';
import { waitForEnd } from './wait.ts';

const description = `Have sets of rules read files before they go out: CloudFormation, Terraform (plans too), Kubernetes, Dockerfiles, Compose, workflows,
SQL migrations, IAM policies, lock files and others. No model is asked; costs nothing. Give each file whole, and what it was before, so
that only what is new counts. Returns findings with file and line, and approve, revise or reject. That no rule objects does not say that a
change is good: for a judgement of the whole ask consult_circle.`;

/** Findings that an agent gets: the rest stands in the consultation. */
const mostFindings = 100;
const usualCircle = 'rules';

/** Registers `review_change`. */
export function registerReview(server: McpServer, dependencies: McpDependencies): void {
  const { openClient, address, maxWaitSeconds, closing } = dependencies;
  server.registerTool(
    'review_change',
    {
      title: 'Review a change by rules',
      description,
      inputSchema: loose(reviewChangeInput),
      outputSchema: reviewForAgent,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ files, circle = usualCircle, waitSeconds }, { mcpReq: { signal } }) =>
      answerTool(dependencies, async () => {
        const client = openClient();
        const question = `May these files go out by the rules? ${files.map(({ path }) => path).join(', ')}`.slice(0, 10_000);
        const options = [...reviewOptions];
        const body = { question, kind: 'choice' as const, options, ordered: true, circle, review: { files }, repeats: 'join' as const };
        const asked = await client.ask(body, { signal });
        const seconds = Math.min(waitSeconds, maxWaitSeconds);
        const view = viewOf(await waitForEnd(client, asked.id, { seconds, onProgress: async () => undefined, signal, closing }), address);
        return result(textOf(view), view);
      }),
  );
}

function viewOf({ id, status, verdict, opinions, review }: Consultation, address: string): ReviewForAgent {
  const reports = opinions.flatMap(({ answer }) => ruleBlock.read(answer ?? '') ?? []);
  const all = reports
    .flatMap(({ findings }) => findings)
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const unread = unreadByRules(review?.files ?? [], reports);
  const rules = opinions.filter(({ provider }) => factsOf(provider).judge === 'rules');
  // Whoever ended without a word may have been one of them.
  const undone = undoneRules(
    rules,
    verdict?.missing.filter(({ expert }) => !opinions.some((one) => one.expert === expert)),
  );
  return reviewForAgent.parse({
    consultationId: id,
    status,
    answer: answerOf(verdict, unread.length > 0 || undone.length > 0),
    findings: all.slice(0, mostFindings).map(shownFinding),
    left: Math.max(0, all.length - mostFindings) + reports.reduce((sum, { left }) => sum + left, 0),
    before: reports.reduce((sum, { before }) => sum + before, 0),
    notReviewed: status === 'open' ? [] : [...unread, ...undone.map(({ expert, why }) => ({ path: expert, why }))],
    links: { self: `${address}/v1/consultations/${id}` },
  });
}

/** What was not read whole is not approved, as `circle review` does not. */
function answerOf(verdict: Consultation['verdict'], isUnread: boolean): ReviewAnswer | null {
  const answer = reviewAnswer.safeParse(verdict?.answer).data ?? null;
  return answer === 'approve' && isUnread ? null : answer;
}

function shownFinding({ severity, file, line, title, why, fix, rule, source, confidence }: WrittenFinding) {
  return { severity, file, line, title, why, ...(fix !== undefined && { fix }), rule, source, confidence };
}

function textOf({ answer, status, findings, left, before, notReviewed, consultationId }: ReviewForAgent): string {
  return [
    `${answer ?? `not decided (${notReviewed.length > 0 ? 'not all of it was read' : status})`}: ${findings.length + left} findings${before > 0 ? `, ${before} more stood there before` : ''}; consultation ${consultationId}`,
    ...findings.map(({ severity, file, line, title, source, rule }) => `${severity} ${file}:${line} ${title} (${source}/${rule})`),
    ...(left > 0 ? [`${left} more are left out here`] : []),
    ...notReviewed.map(({ path, why }) => `not read whole: ${path}: ${why}`),
  ].join('\n');
}
