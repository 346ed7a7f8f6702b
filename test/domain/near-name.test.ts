import { describe, expect, it } from 'vitest';
import { nearName } from '../../shared/domain/near-name.ts';

const names = ['model', 'baseUrl', 'quorum', 'usd', 'experts', 'deadlineSeconds'];

describe('a name that there is not', () => {
  it.each([
    ['modle', 'model'],
    ['mdoel', 'model'],
    ['models', 'model'],
    ['base_url', 'baseUrl'],
    ['BASE-URL', 'baseUrl'],
    ['qourum', 'quorum'],
    ['qorum', 'quorum'],
    ['us', 'usd'],
    ['deadline_secs', undefined],
    ['deadlineSecond', 'deadlineSeconds'],
    ['eur', undefined],
    ['colour', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined],
  ])('%s is near to %s', (name, near) => {
    expect(nearName(name, names)).toBe(near);
  });

  it('is no near one where there are none', () => {
    expect(nearName('model', [])).toBeUndefined();
  });
});
