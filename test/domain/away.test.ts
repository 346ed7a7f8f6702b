/** Experts whose kind nobody can ask at the moment: they are unavailable for the stated reason, and asked again once it is gone. */
import { expect, it } from 'vitest';
import { probeExperts } from '../../functions/jobs/probe-experts.ts';
import { circlesFile } from '../../shared/contract/circle.ts';
import { seatConsultation } from '../../shared/domain/seating.ts';
import { callFunction } from '../../shared/runtime/define-function.ts';
import { openPorts } from '../support/ports.ts';
import { testKnowledge } from '../support/test-knowledge.ts';

const file = circlesFile.parse({
  experts: { 'rules-sql': { provider: 'rules', rules: ['sql'] }, 'rules-own': { provider: 'rules', rules: ['own'] } },
  circles: { rules: { experts: ['rules-sql', 'rules-own'], quorum: 1 } },
});
const away: { rules?: string } = { rules: 'the rules are being built' };
const { providers } = testKnowledge();
const knowledge = testKnowledge({ ...file, providers: { ...providers, rules: { kind: 'rules', free: true } }, away });

it('says of rules that are not built yet why they cannot be asked, and seats each as a family of its own once they are', async () => {
  const ports = openPorts(knowledge);
  const body = { question: 'May it go out?', circle: 'rules' };
  await callFunction(probeExperts, ports, {});
  expect(await ports.health.read()).toMatchObject([
    { status: 'unavailable', reason: 'the rules are being built' },
    { status: 'unavailable', reason: 'the rules are being built' },
  ]);
  expect(() => seatConsultation(body, knowledge, new Set())).toThrow(/experts\.0: the rules are being built/);

  delete away.rules;
  await callFunction(probeExperts, ports, {});
  expect((await ports.health.read()).map(({ status }) => status)).toEqual(['ready', 'ready']);
  const { seats } = seatConsultation(body, knowledge, new Set());
  expect(seats.map(({ family, model, rules }) => [family, model, rules])).toEqual([
    ['rules-sql', 'sql', ['sql']],
    ['rules-own', 'own', ['own']],
  ]);
});
