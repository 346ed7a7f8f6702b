/** `circle estimate`: what a question would use, before it is asked. */
import type { Estimate } from '../../shared/contract/estimate.ts';
import type { NewConsultation } from '../../shared/contract/question.ts';
import { sayBasis, sayCost, sayEstimate } from '../../shared/domain/estimate-words.ts';
import { type AskFlags, readBody } from './ask.ts';
import { type Address, openClient } from './client.ts';
import { print, printJson } from './output.ts';
import { parseFlags } from './parse-flags.ts';

/** Prints the estimate of a question; nothing is asked. */
export async function estimate(question: string | undefined, flags: AskFlags, address: Address): Promise<void> {
  return printEstimate(parseFlags(await readBody(question, flags)), flags, address);
}

/** Prints the estimate of a body. */
export async function printEstimate(body: NewConsultation, { json }: Pick<AskFlags, 'json'>, address: Address): Promise<void> {
  const told = await openClient(address).estimate(body);
  if (json) printJson(told);
  else print(showEstimate(told));
}

/** The estimate as lines: the sum, each expert, and what the figures rest on. */
export function showEstimate(told: Estimate): string {
  const experts = told.experts.map((one) => {
    const { expert, usd, seconds } = one;
    return `  ${expert}: ${sayWhen(one)}; ${sayCost(usd)}, about ${Math.ceil(seconds.likely)} s`;
  });
  return [`circle ${told.circle}: ${sayEstimate(told)}`, ...experts, ...sayBasis(told).map((sentence) => `  ${sentence}`)].join('\n');
}

function sayWhen({ role, stage, chance, standIn }: Estimate['experts'][number]): string {
  if (role === 'judge') return 'judges where nothing is decided';
  if (role === 'writer' && chance > 0) return 'writes the synthesis once the answers are in';
  if (standIn !== undefined) return 'asked only in the place of an expert that fails';
  if (chance === 0) return 'not called: no limit has room';
  return stage === 1 ? 'asked at once' : `stage ${stage}, ${Math.round(100 * chance)} % likely`;
}
