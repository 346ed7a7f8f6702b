/** The tools that ask a circle and look at what became of a question. */
import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { consultationForAgent, consultCircleInput, getConsultationInput } from '../contract/mcp.ts';
import type { McpDependencies } from './dependencies.ts';
import { loose } from './loose-input.ts';
import { declaresTasks, taskOf } from './tasks.ts';
import { answerTool, consultationResult } from './tool-result.ts';
import { type Waiting, waitForEnd } from './wait.ts';

const consultDescription = `Ask a circle: one question goes to several AI experts of different vendors at once, and comes back as one verdict.
Use it for a second opinion before a risky or costly step, for a question where a single model may be wrong, or to let several judge a
choice. Not for what you can look up or compute yourself: it takes seconds to minutes, and each expert is a paid model call
(list_experts has prices; budgetUsd sets a ceiling that is checked before anything is spent).
Returns the answer with agreement, confidence, coverage, dissent in the experts' own words, who is missing and why, and the cost. If the
verdict is not there after waitSeconds, the result has status "open" and an id: call get_consultation with it. The same question asked
again within ten minutes leads to the same consultation and costs nothing more, unless repeats is "new".`;

const getDescription = `Look at a consultation by its id, wherever it was started: the verdict if it has ended; else this waits for
the verdict up to waitSeconds and then says who is still to answer. Costs nothing.`;

/** Registers `consult_circle` and `get_consultation`. */
export function registerConsult(server: McpServer, dependencies: McpDependencies): void {
  const { openClient, address, maxWaitSeconds, closing } = dependencies;
  const waiting = (seconds: number, context: ServerContext): Waiting => ({
    seconds: Math.min(seconds, maxWaitSeconds),
    onProgress: (progress) => tellProgress(context, progress),
    signal: context.mcpReq.signal,
    closing,
  });

  server.registerTool(
    'consult_circle',
    {
      title: 'Consult a circle of experts',
      description: consultDescription,
      inputSchema: loose(consultCircleInput),
      outputSchema: consultationForAgent,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    },
    ({ waitSeconds, idempotencyKey, repeats, ...question }, context) =>
      answerTool(dependencies, async () => {
        const client = openClient();
        // A client that has given a call up may leave its connection open: what an agent asks again is a repeat, whoever seems to wait.
        const body = { ...question, ...(idempotencyKey === undefined && { repeats: repeats ?? 'join' }) };
        const asked = await client.ask(body, { idempotencyKey, signal: context.mcpReq.signal });
        const state = await waitForEnd(client, asked.id, waiting(waitSeconds, context));
        const result = consultationResult(state, address, 'joined' in asked && asked.joined);
        return state.status === 'open' && declaresTasks(context) ? { ...result, resultType: 'task', ...taskOf(state) } : result;
      }),
  );

  server.registerTool(
    'get_consultation',
    {
      title: 'Look at a consultation',
      description: getDescription,
      inputSchema: loose(getConsultationInput),
      outputSchema: consultationForAgent,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    ({ consultationId, waitSeconds }, context) =>
      answerTool(dependencies, async () =>
        consultationResult(await waitForEnd(openClient(), consultationId, waiting(waitSeconds, context)), address),
      ),
  );
}

/** Tells a caller that has asked to be told. */
async function tellProgress({ mcpReq }: ServerContext, progress: Parameters<Waiting['onProgress']>[0]): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...progress } });
}
