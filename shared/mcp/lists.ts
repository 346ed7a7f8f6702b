/** The tools that tell an agent whom it may ask. */
import type { McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { ShownCircle, ShownExpert } from '../contract/listing.ts';
import { circlesForAgent, expertsForAgent } from '../contract/mcp.ts';
import type { McpDependencies } from './dependencies.ts';
import { answerTool, result } from './tool-result.ts';

const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };
/** Some clients send a member all the same, so that there is one. */
const noInput = z.object({}).meta({ additionalProperties: false });

/** Registers `list_experts` and `list_circles`. */
export function registerLists(server: McpServer, dependencies: McpDependencies): void {
  const { openClient } = dependencies;
  server.registerTool(
    'list_experts',
    {
      title: 'List the experts',
      description:
        'Who may be asked: each expert with its model, its family (models that tend to err together), its price and whether it is well. ' +
        'Use the names in consult_circle to ask certain experts. Costs nothing.',
      inputSchema: noInput,
      outputSchema: expertsForAgent,
      annotations,
    },
    () =>
      answerTool(dependencies, async () => {
        const experts = await openClient().experts();
        return result(experts.map(sayExpert).join('\n') || 'no expert is declared', expertsForAgent.parse({ experts }));
      }),
  );

  server.registerTool(
    'list_circles',
    {
      title: 'List the circles',
      description:
        'The named panels of experts with their policy: quorum, deadline and budget. Use the name in consult_circle. Costs nothing.',
      inputSchema: noInput,
      outputSchema: circlesForAgent,
      annotations,
    },
    () =>
      answerTool(dependencies, async () => {
        const circles = await openClient().circles();
        return result(circles.map(sayCircle).join('\n') || 'no circle is declared', circlesForAgent.parse({ circles }));
      }),
  );
}

function sayExpert({ name, model, family, price, health }: ShownExpert): string {
  const cost = price === null ? 'price not known' : `$${price.inputUsdPerMillion} in, $${price.outputUsdPerMillion} out per million tokens`;
  const reason = 'reason' in health && health.reason !== undefined ? ` (${health.reason})` : '';
  return `${name}: ${model}, family ${family}, ${cost}, ${health.status}${reason}`;
}

function sayCircle({ name, experts, choose, quorum, available, deadlineSeconds, budgetUsd, demo }: ShownCircle): string {
  const budget = budgetUsd === null ? 'no budget' : `at most $${budgetUsd}`;
  const made = demo ? ', answers are made up for a first try' : '';
  const seats = choose === null ? '' : `${choose} of `;
  return `${name}: ${seats}${experts.join(', ')}; quorum ${quorum}, ${available} of ${experts.length} can be asked now, deadline ${deadlineSeconds} s, ${budget}${made}`;
}
