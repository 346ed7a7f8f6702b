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

it('leaves no rules out of what is given files, however a circle treats whom nobody can ask', () => {
  const circles = { mixed: { experts: ['ada', 'rules-sql'], quorum: 1, unavailable: 'skip' as const } };
  const known = testKnowledge();
  const mixed = testKnowledge({
    experts: { ...known.experts, ...file.experts },
    circles: { ...known.circles, ...circlesFile.parse({ experts: { ...known.experts, ...file.experts }, circles }).circles },
    providers: { ...providers, rules: { kind: 'rules', free: true } },
    away: { rules: 'the rules are being built' },
  });
  const body = { question: 'May it go out?', circle: 'mixed', options: ['approve', 'revise', 'reject'] };
  const unavailable = new Set(['rules-sql']);
  expect(seatConsultation(body, mixed, unavailable).seats.map(({ expert }) => expert)).toEqual(['ada']);
  const review = { files: [{ path: 'a.sql', text: 'SELECT 1;' }] };
  expect(() => seatConsultation({ ...body, review }, mixed, unavailable)).toThrow(/the rules are being built/);
});
