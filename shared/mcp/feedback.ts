/** The tool that tells a circle what was right. */
import type { McpServer } from '@modelcontextprotocol/server';
import { takenFeedback } from '../contract/feedback.ts';
import { recordFeedbackInput } from '../contract/mcp.ts';
import type { McpDependencies } from './dependencies.ts';
import { loose } from './loose-input.ts';
import { answerTool, result } from './tool-result.ts';

/** Registers `record_feedback`. */
export function registerFeedback(server: McpServer, dependencies: McpDependencies): void {
  server.registerTool(
    'record_feedback',
    {
      title: 'Say what was right',
      description:
        'Once the truth about an ended consultation is known (a test passed, a deployment failed, a person decided), submit it: the right answer, ' +
        "or whether the verdict's answer was right. The circle learns how far to rely on each expert. Said again, the last word " +
        'counts. Only for what you know, not for what you think. Costs nothing.',
      inputSchema: loose(recordFeedbackInput),
      outputSchema: takenFeedback,
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    ({ consultationId, ...feedback }) =>
      answerTool(dependencies, async () => {
        const taken = await dependencies.openClient().feedback(consultationId, feedback);
        const known = Object.entries(taken.reliability?.estimates ?? {}).map(
          ([expert, chance]) => `${expert} ${Math.round(chance * 100)}%`,
        );
        const learnt = known.length === 0 ? 'nothing is learnt from it' : `chance of each expert to be right: ${known.join(', ')}`;
        return result(`The feedback on consultation ${consultationId} is stored; ${learnt}.`, takenFeedback.parse(taken));
      }),
  );
}
