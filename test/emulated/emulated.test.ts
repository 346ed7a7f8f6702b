import { expect, it } from 'vitest';
import { circleSuite } from '../blackbox/suite.ts';
import { installedVersion } from './emulator.ts';
import { readGaps } from './gaps.ts';
import { ringTarget } from './ring-target.ts';

const gaps = readGaps();

it('expects the gaps of the emulator that is installed', () => {
  const version = installedVersion();
  const looked = gaps.map((gap) => [gap.id, gap.version]);
  expect(looked).toEqual(gaps.map(({ id }) => [id, version]));
});

circleSuite(ringTarget(gaps));
