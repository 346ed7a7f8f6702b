/** The tool that tells what a question would use. */
import type { McpServer } from '@modelcontextprotocol/server';
import { estimate } from '../contract/estimate.ts';
import { estimateConsultationInput } from '../contract/mcp.ts';
import { sayBasis, sayEstimate } from '../domain/estimate-words.ts';
import type { McpDependencies } from './dependencies.ts';
import { loose } from './loose-input.ts';
import { answerTool, result } from './tool-result.ts';

/** Registers `estimate_consultation`. */
export function registerEstimate(server: McpServer, dependencies: McpDependencies): void {
  server.registerTool(
    'estimate_consultation',
    {
      title: 'Estimate a consultation',
      description:
        'What consult_circle would use with the same arguments: calls, tokens, US dollars and seconds, likely and at the most, and what the figures ' +
        'rest on. Nothing is asked, and it costs nothing. Use it before a question that may be dear.',
      inputSchema: loose(estimateConsultationInput),
      outputSchema: estimate,
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    (question) =>
      answerTool(dependencies, async () => {
        const told = await dependencies.openClient().estimate(question);
        return result([sayEstimate(told), ...sayBasis(told)].join('\n'), estimate.parse(told));
      }),
  );
}
