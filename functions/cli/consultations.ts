/** `circle list`, `cancel`, `answer`, `resend` and `delete`: what is done with consultations that have been asked. */

import type { ConsultationStatus } from '../../shared/contract/consultation.ts';
import { isQueued } from '../../shared/contract/expert.ts';
import type { OpinionStatus } from '../../shared/contract/opinion.ts';
import { oneLine } from '../../shared/domain/plain-text.ts';
import { InvalidInput } from '../../shared/errors.ts';
import { show } from './ask.ts';
import { type Address, openClient } from './client.ts';
import { printAnswer } from './list.ts';
import { print, tell } from './output.ts';
import { readTextStream } from './text-file.ts';

/** The flags of `circle list`, as commander gives them. */
export interface ListFlags {
  readonly limit?: string;
  readonly status?: string;
  readonly circle?: string;
  readonly tag?: string;
  readonly json?: boolean;
}

/** Characters of a question in its row. */
const excerptLength = 60;

/** Prints the last consultations, newest first. */
export async function listConsultations({ limit = '20', status, circle, tag, json = false }: ListFlags, address: Address): Promise<void> {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new InvalidInput([{ field: '--limit', message: 'must be a whole number from 1 to 100' }]);
  }
  // The server knows the statuses, and names them where another one is asked for.
  const page = await openClient(address).list({ limit: count, status: status as ConsultationStatus | undefined, circle, tag });
  const rows = page.consultations.map((one) => [
    one.id,
    one.status,
    one.createdAt,
    `$${one.costUsd.toFixed(4)}`,
    one.circle,
    excerpt(one.question),
  ]);
  printAnswer(page, [['ID', 'STATUS', 'ASKED', 'COST', 'CIRCLE', 'QUESTION'], ...rows], json);
  if (!json && page.cursor !== null) tell(`there are more: --limit 100, or circle export`);
}

/** Cancels a consultation: no further spending. */
export async function cancelConsultation(id: string, json: boolean, address: Address): Promise<void> {
  await openClient(address).cancel(id);
  await show(id, json, address);
}

/** Submits the answer of a human expert; `-` stands for standard input. */
export async function answerAsExpert(
  id: string,
  given: string,
  { expert, json = false }: { readonly expert?: string; readonly json?: boolean },
  address: Address,
): Promise<void> {
  const client = openClient(address);
  const answer = given === '-' ? await readTextStream(process.stdin, 'the answer on standard input') : given;
  const taken = await client.handIn(id, { expert: expert ?? (await soleHuman(id, address)), answer });
  printAnswer(
    taken,
    [[`stored as the answer of ${taken.expert}: ${statusInWords(taken.status)}${taken.vote === undefined ? '' : `, ${taken.vote}`}`]],
    json,
  );
}

function statusInWords(status: OpinionStatus): string {
  return status === 'late' ? 'late, and not counted' : status;
}

/** Deletes consultations that have ended, for good. */
export async function deleteConsultations(ids: readonly string[], address: Address): Promise<void> {
  const client = openClient(address);
  for (const id of ids) {
    await client.purge(id);
    print(`deleted ${oneLine(id)}`);
  }
}

/** Sends the webhooks of a consultation once more that were given up. */
export async function resendWebhooks(id: string, address: Address): Promise<void> {
  const client = openClient(address);
  const givenUp = (await client.deliveries(id)).filter(({ state }) => state === 'given-up');
  for (const { webhookId, url } of givenUp) {
    await client.resend(id, webhookId);
    print(`sent once more to ${oneLine(url)}`);
  }
  if (givenUp.length === 0) print('no webhook was given up');
}

/** Who is meant where only one person has not answered, be it that there is still time or that the answer comes late. */
async function soleHuman(id: string, address: Address): Promise<string> {
  const client = openClient(address);
  const [{ pending, opinions }, experts] = await Promise.all([client.get(id), client.experts()]);
  // An expert that is not declared any more may have been a person: the server knows who sits there.
  const machines = new Set(experts.filter(({ provider }) => isQueued(provider)).map(({ name }) => name));
  const people = opinions.filter(({ provider }) => !isQueued(provider));
  const unheard = [...pending.filter(({ expert }) => !machines.has(expert)), ...people.filter(({ answer }) => answer === undefined)];
  const [only, ...others] = unheard.map(({ expert }) => expert);
  if (only !== undefined && others.length === 0) return only;
  throw new InvalidInput([{ field: '--expert', message: whoIsMeant(only === undefined ? [] : [only, ...others], people) }]);
}

function whoIsMeant(unheard: readonly string[], people: readonly { readonly expert: string }[]): string {
  if (unheard.length > 0) return `must say who answers: more than one person has not: ${unheard.join(', ')}`;
  if (people.length === 0) return 'no human expert sits in this consultation';
  return `must say whose answer this corrects, as can be done until the end: ${people.map(({ expert }) => expert).join(', ')} has answered`;
}

function excerpt(question: string): string {
  const line = oneLine(question);
  return line.length <= excerptLength ? line : `${line.slice(0, excerptLength - 1)}…`;
}
