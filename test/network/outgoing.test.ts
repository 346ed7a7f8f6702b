/** Which way a request goes out, by the variables that companies set. */
import { describe, expect, it } from 'vitest';
import { openOutgoing } from '../../shared/network/outgoing.ts';

const proxyFor = (environment: Readonly<Record<string, string>>, url: string) => openOutgoing(environment).proxyFor(new URL(url));
const proxy = { HTTPS_PROXY: 'http://user:secret@proxy.corp:3128', HTTP_PROXY: 'plain.corp' };

describe('the way out', () => {
  it.each([
    [{}, 'https://api.example', undefined],
    [proxy, 'https://api.example', 'proxy.corp:3128'],
    [proxy, 'http://api.example', 'plain.corp'],
    [{ https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:2' }, 'https://api.example', 'lower:1'],
    [{ https_proxy: ' ', HTTPS_PROXY: 'http://upper:2' }, 'https://api.example', 'upper:2'],
    [{ https_proxy: '""', HTTPS_PROXY: '"http://upper:2"', NO_PROXY: "'other.org'" }, 'https://api.example', 'upper:2'],
    [{ ...proxy, NO_PROXY: '"api.example"' }, 'https://api.example', undefined],
    [{ ALL_PROXY: 'http://all:3' }, 'https://api.example', 'all:3'],
    [{ HTTP_PROXY: 'http://plain:4' }, 'https://api.example', undefined],
    [{ ...proxy, NO_PROXY: 'example.com' }, 'https://api.example.com', undefined],
    [{ ...proxy, NO_PROXY: '.example.com, other.org' }, 'https://example.com', undefined],
    [{ ...proxy, NO_PROXY: '*.example.com' }, 'https://api.example.com', undefined],
    [{ ...proxy, NO_PROXY: 'example.com' }, 'https://notexample.com', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: 'api.example:8443' }, 'https://api.example', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: 'api.example:443' }, 'https://api.example', undefined],
    [{ ...proxy, no_proxy: '*' }, 'https://api.example', undefined],
    [{ ...proxy, NO_PROXY: '10.1.2.3' }, 'https://10.1.2.3:8443', undefined],
    [{ ...proxy, NO_PROXY: '10.0.0.0/8' }, 'https://10.1.2.3:8443', undefined],
    [{ ...proxy, NO_PROXY: '10.0.0.0/8' }, 'https://11.1.2.3', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: '10.0.0.0/8' }, 'https://ten.example', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: '10.0.0.0/99, 1.2.3.4/x' }, 'https://10.1.2.3', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: 'fd00::/8' }, 'https://[fd00::5]:8443', undefined],
    [{ ...proxy, NO_PROXY: 'fd00::1' }, 'https://[fd00::1]', undefined],
    [{ ...proxy, NO_PROXY: 'fd00:1:2:3:4:5:6:7' }, 'https://[fd00:1:2:3:4:5:6:7]', undefined],
    [{ ...proxy, NO_PROXY: '[fd00::1]:8443' }, 'https://[fd00::1]:8443', undefined],
    [{ ...proxy, NO_PROXY: '[fd00::1]:8443' }, 'https://[fd00::1]', 'proxy.corp:3128'],
    [{ ...proxy, NO_PROXY: 'EXAMPLE.com.' }, 'https://api.example.com.', undefined],
    [{ ...proxy, NO_PROXY: '.example.com:443' }, 'https://api.example.com', undefined],
    [{ ...proxy, ALL_PROXY: 'socks5://127.0.0.1:1080' }, 'https://api.example', 'proxy.corp:3128'],
    [proxy, 'http://127.8.9.10:11434', undefined],
    [proxy, 'http://models.localhost:11434', undefined],
    [proxy, 'http://localhost:11434', undefined],
    [proxy, 'http://127.0.0.1:11434', undefined],
    [proxy, 'http://[::1]:11434', undefined],
  ])('by %j to %s is through %s', (environment, url, expected) => {
    expect(proxyFor(environment, url)).toBe(expected);
  });

  it.each([
    [{ HTTPS_PROXY: 'socks5://user:secret@proxy' }, /^HTTPS_PROXY must be/],
    [{ HTTP_PROXY: 'http://' }, /^HTTP_PROXY must be/],
    [{ HTTP_PROXY: 'http://plain', ALL_PROXY: 'socks5://user:secret@proxy' }, /^ALL_PROXY must be/],
    [{ CIRCLE_CLIENT_CERT: '/nowhere.pem', CIRCLE_CLIENT_KEY: '/nowhere.pem' }, /^the file that CIRCLE_CLIENT_CERT names/],
  ])('is refused by its variable where it cannot be taken, and never quoted: %j', (environment, why) => {
    expect(() => openOutgoing(environment)).toThrow(why);
    expect(() => openOutgoing(environment)).not.toThrow('secret');
  });

  it('takes a certificate and its key together only', () => {
    const file = new URL(import.meta.url).pathname;
    expect(() => openOutgoing({ CIRCLE_CLIENT_CERT: file })).toThrow('go together');
    expect(openOutgoing({ CIRCLE_CLIENT_CERT: `"${file}"`, CIRCLE_CLIENT_KEY: ` '${file}' ` }).certificate.cert).toContain('go together');
  });
});
