/** `circle experts` and `circle circles`: who may sit, and the panels they form. */
import { type Address, openClient } from './client.ts';
import { print, printJson } from './output.ts';
import { showTable } from './show.ts';

/** Prints the experts as a table, or as JSON. */
export async function listExperts(address: Address, asJson: boolean): Promise<void> {
  const experts = await openClient(address).experts();
  const rows = experts.map(({ name, provider, model, family, health, price }) => [
    name,
    provider,
    model,
    family,
    price ? `${price.inputUsdPerMillion} / ${price.outputUsdPerMillion}` : 'unknown',
    health.reason ? `${health.status}: ${health.reason}` : health.status,
  ]);
  printAnswer({ experts }, [['EXPERT', 'PROVIDER', 'MODEL', 'FAMILY', '$ PER MILLION IN/OUT', 'HEALTH'], ...rows], asJson);
}

/** Prints the circles as a table, or as JSON. */
export async function listCircles(address: Address, asJson: boolean): Promise<void> {
  const circles = await openClient(address).circles();
  const rows = circles.map(({ name, experts: members, choose, quorum, minimum, available, deadlineSeconds, budgetUsd, learning }) => [
    name,
    minimum === null ? String(quorum) : `${quorum}, at least ${minimum}`,
    `${available} of ${members.length}`,
    `${deadlineSeconds} s`,
    budgetUsd === null ? 'none' : `$${budgetUsd}`,
    learning,
    choose === null ? members.join(', ') : `${choose} of ${members.join(', ')}`,
  ]);
  printAnswer({ circles }, [['CIRCLE', 'QUORUM', 'READY', 'DEADLINE', 'BUDGET', 'LEARNING', 'EXPERTS'], ...rows], asJson);
}

/** Prints an answer as a table, or as it is. */
export function printAnswer(answer: unknown, rows: readonly (readonly string[])[], asJson: boolean): void {
  if (asJson) printJson(answer);
  else print(showTable(rows));
}
