/** Job probe-experts: looks whether each expert can be asked, by checks that cost nothing. */
import * as z from 'zod';
import type { ExpertHealth, Seat } from '../../shared/contract/expert.ts';

import { factsOf } from '../../shared/contract/provider-kinds.ts';
import { resolveSeat } from '../../shared/domain/resolve-seat.ts';
import { whyNoWorker } from '../../shared/domain/seating.ts';

import { messageOf } from '../../shared/errors.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import { cloudHealth, cloudKnowledge, cloudReach, cloudVault } from '../../shared/runtime/cloud/parts.ts';
import { defineFunction } from '../../shared/runtime/define-function.ts';
import { onAws } from '../../shared/runtime/lambda-door.ts';

type ProbePorts = Pick<Ports, 'health' | 'vault' | 'reach' | 'knowledge' | 'clock' | 'log'>;

/** Milliseconds that a server has to show that it is there. */
const reachMs = 1500;

/** Stores and returns the health of every declared expert. */
export const probeExperts = defineFunction({
  name: 'probe-experts',
  input: z.looseObject({}),
  output: z.strictObject({ ready: z.int(), unavailable: z.int() }),
  async run(_, ports: ProbePorts) {
    const names = Object.keys(ports.knowledge.experts);
    const health = await Promise.all(names.map((name) => probe(name, ports)));
    await ports.health.save(health);
    const count = (wanted: ExpertHealth['status']) => health.filter(({ status }) => status === wanted).length;
    const counts = { ready: count('ready'), unavailable: count('unavailable') };
    ports.log.info('EXPERTS_PROBED', counts);
    return counts;
  },
});

async function probe(expert: string, ports: Pick<ProbePorts, 'vault' | 'reach' | 'knowledge' | 'clock'>): Promise<ExpertHealth> {
  const checkedAt = ports.clock.now().toISOString();
  const seat = resolveSeat(expert, ports.knowledge);
  const noWorker = whyNoWorker(seat, ports.knowledge);
  if (noWorker !== undefined) return { expert, status: 'unavailable', reason: noWorker, checkedAt };
  if (factsOf(seat.provider).keyless === 'unknown' && seat.key === undefined) return { expert, status: 'unknown', checkedAt };
  const reason = await problemOf(seat, ports);
  return reason === undefined ? { expert, status: 'ready', checkedAt } : { expert, status: 'unavailable', reason, checkedAt };
}

/** A key that is not set, or a keyless server that does not answer. Whether a key is good is known when it is used. */
async function problemOf(seat: Seat, { vault, reach }: Pick<Ports, 'vault' | 'reach'>): Promise<string | undefined> {
  try {
    if (seat.key !== undefined) return (await vault.has(seat.key)) ? undefined : `the key ${seat.key} is not set`;
    if (factsOf(seat.provider).keyless === 'server' && seat.baseUrl !== undefined)
      return await reach.problemOf(`${seat.baseUrl.replace(/\/$/, '')}/models`, reachMs, seat.model);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

// called by EventBridge Scheduler
export const handler = onAws(probeExperts, [cloudKnowledge, cloudReach, cloudHealth, cloudVault]);
