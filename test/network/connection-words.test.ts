/** Words for connections that cannot be made. */
import { describe, expect, it } from 'vitest';
import { causeOfConnection, tlsInWords } from '../../shared/network/connection-words.ts';
import { failureOfConnection } from '../../shared/providers/failure.ts';

const failed = (code: string, place: object = {}) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...place }) });

describe('a connection that cannot be made', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'is http meant?'],
    ['UNABLE_TO_GET_CRL', 'TLS has failed'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'TLS has failed'],
  ])('for %s says what to mend, of an expert too', (code, words) => {
    expect(tlsInWords(code)).toContain(words);
    expect(failureOfConnection(failed(code), 'openai', 'https://api.example').message).toMatch(
      new RegExp(`: .*${words.replace('?', '[?]')}.* \\(${code}\\)$`),
    );
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET', ''])('is none of TLS for %j', (code) => {
    expect(tlsInWords(code)).toBeUndefined();
  });

  it('names who refused it, which may be a proxy, and the first of several addresses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', address: '::1', port: 3128 });
    const all = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    expect(causeOfConnection(all)).toEqual({ code: 'ECONNREFUSED', where: '[::1]:3128' });
    expect(causeOfConnection(failed('ENOTFOUND'))).toEqual({ code: 'ENOTFOUND', where: '' });
    expect(causeOfConnection('nothing')).toEqual({ code: '', where: '' });
  });
});
