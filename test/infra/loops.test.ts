/** Functions that a message may lead back to: Lambda takes that for a fault, and makes no call after some 16 rounds, unless it is told that it is meant. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stageNames } from '../../infra/settings.ts';
import { synthesize } from './synth.ts';
import { functionsOf, ofType } from './template-reading.ts';

const mapping = z.looseObject({
  EventSourceArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  FunctionName: z.object({ Ref: z.string() }),
});
const reference = z.object({ Ref: z.string() });

describe.each(stageNames)('in %s', (stage) => {
  const template = synthesize({ stage });
  const functions = [...functionsOf(template)];
  const takers = new Map(
    ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
      const { EventSourceArn, FunctionName } = mapping.parse(Properties);
      return [EventSourceArn['Fn::GetAtt'][0], functions.find(([, { logicalId }]) => logicalId === FunctionName.Ref)?.[0] ?? ''];
    }),
  );
  /** The functions that take what a function may send. */
  const leadsTo = (name: string): readonly string[] =>
    Object.values(functions.find(([known]) => known === name)?.[1].variables ?? {}).flatMap((value) => {
      const { success, data } = reference.safeParse(value);
      return success ? (takers.get(data.Ref) ?? []) : [];
    });
  const comesBack = (name: string): boolean => {
    const seen = new Set<string>();
    const ways = [...leadsTo(name)];
    for (let next = ways.pop(); next !== undefined; next = ways.pop()) {
      if (next === name) return true;
      if (!seen.has(next)) ways.push(...leadsTo(next));
      seen.add(next);
    }
    return false;
  };

  it('the workers of experts and of webhooks are in a loop', () => {
    const looping = functions.map(([name]) => name).filter(comesBack);
    expect(looping).toContain('webhooks');
    expect(looping.filter((name) => name.startsWith('expert-'))).toEqual(
      functions.map(([name]) => name).filter((name) => name.startsWith('expert-')),
    );
  });

  it.each(functions)('%s says so if a message may come back to it, and only then', (name, { properties }) => {
    expect(properties['RecursiveLoop']).toBe(comesBack(name) ? 'Allow' : undefined);
  });
});
