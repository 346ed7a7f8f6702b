import { describe, expect, it } from 'vitest';
import { settings, stageNames } from '../../infra/settings.ts';
import { synthesize } from './synth.ts';
import { ofType } from './template-reading.ts';

const rulesOf = (choice: Parameters<typeof synthesize>[0]) =>
  ofType(synthesize(choice), 'AWS::XRay::SamplingRule').map(([, { Properties }]) => Properties['SamplingRule']);

describe('the traces of a stage', () => {
  it.each(stageNames)('are as many as its settings say, of the gateway and of the state machine: %s', (stage) => {
    const { perSecond, share } = settings[stage].traces;
    const many = { ReservoirSize: perSecond, FixedRate: share };
    expect(rulesOf({ stage })).toEqual([
      expect.objectContaining({ ServiceType: 'AWS::ApiGateway::Stage', ServiceName: `circle-${stage}/${stage}`, ...many }),
      expect.objectContaining({ ServiceType: 'AWS::StepFunctions::StateMachine', ServiceName: `circle-${stage}-consultations`, ...many }),
    ]);
  });

  it('have rules whose names fit into the 32 characters of X-Ray, and differ between stages', () => {
    const longest = rulesOf({ stage: 'dev-abcdefghijklmnop' }).concat(rulesOf({ stage: 'dev' }));
    const names = longest.map((rule) => String(Object(rule)['RuleName']));
    for (const name of names) expect(name.length).toBeLessThanOrEqual(32);
    expect(new Set(names).size).toBe(names.length);
  });
});
