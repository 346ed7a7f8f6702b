import { describe, expect, it } from 'vitest';
import { authorize } from '../../../functions/api/authorizer.ts';
import { Unavailable } from '../../../shared/errors.ts';

const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/v1/experts';
const stored = async () => 'the-key';
const call = (headers: Record<string, string> | null, key = stored) => authorize({ methodArn, headers }, key);

describe('the gateway’s authorizer', () => {
  it('allows every route of the stage to a good key, since its answer is kept for all of them', async () => {
    await expect(call({ Authorization: 'Bearer the-key' })).resolves.toEqual({
      principalId: 'caller',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*' },
        ],
      },
      context: { tenant: 'default', roles: 'caller' },
    });
  });

  it.each(['authorization', 'AUTHORIZATION', 'Authorization'])('finds the header as %s', async (name) => {
    await expect(call({ host: 'x', [name]: 'bearer the-key' })).resolves.toMatchObject({ principalId: 'caller' });
  });

  it.each<[string, Record<string, string> | null]>([
    ['no headers', null],
    ['no header of this name', { host: 'x' }],
    ['a wrong key', { authorization: 'Bearer other' }],
    ['another scheme', { authorization: 'Basic the-key' }],
    ['an empty key', { authorization: 'Bearer ' }],
    ['words before the scheme', { authorization: 'not Bearer the-key' }],
    ['words behind the key', { authorization: 'Bearer the-key more' }],
    ['a key that differs in its last character', { authorization: 'Bearer the-kez' }],
    ['a key that only begins like the right one', { authorization: 'Bearer the-ke' }],
    ['a key that goes on behind the right one', { authorization: 'Bearer the-keyy' }],
  ])('denies every route of the stage, without an error that would be counted, for %s', async (_, headers) => {
    await expect(call(headers)).resolves.toEqual({
      principalId: 'nobody',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*' }],
      },
    });
  });

  it('does not read the key for a request without one', async () => {
    let reads = 0;
    const count = async () => {
      reads += 1;
      return 'the-key';
    };
    await expect(call({}, count)).resolves.toMatchObject({ principalId: 'nobody' });
    expect(reads).toBe(0);
  });

  it('does not call a key wrong that it could not compare', async () => {
    const away = async () => {
      throw new Unavailable('the secret of the API key');
    };
    await expect(call({ authorization: 'Bearer the-key' }, away)).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
