import { describe, expect, it } from 'vitest';
import { settings, stageNames, type TraceRate } from '../../infra/settings.ts';
import { synthesize } from './synth.ts';
import { ofType } from './template-reading.ts';

const rulesOf = (choice: Parameters<typeof synthesize>[0]) =>
  ofType(synthesize(choice), 'AWS::XRay::SamplingRule').map(([, { Properties }]) => Properties['SamplingRule']);

const many = ({ perSecond, share }: TraceRate) => ({ ReservoirSize: perSecond, FixedRate: share });

describe('the traces of a stage', () => {
  it.each(stageNames)('are as many as its settings say, of the gateway and of the state machine: %s', (stage) => {
    const { gateway, runs } = settings[stage].traces;
    expect(rulesOf({ stage })).toEqual([
      expect.objectContaining({ ServiceType: 'AWS::ApiGateway::Stage', ServiceName: `circle-${stage}/${stage}`, ...many(gateway) }),
      expect.objectContaining({
        ServiceType: 'AWS::StepFunctions::StateMachine',
        ServiceName: `circle-${stage}-consultations`,
        ...many(runs),
      }),
    ]);
  });

  it('have rules whose names fit into the 32 characters of X-Ray, and differ between stages', () => {
    const longest = rulesOf({ stage: 'dev-abcdefghijklmnop' }).concat(rulesOf({ stage: 'dev' }));
    const names = longest.map((rule) => String(Object(rule)['RuleName']));
    for (const name of names) expect(name.length).toBeLessThanOrEqual(32);
    expect(new Set(names).size).toBe(names.length);
  });
});
