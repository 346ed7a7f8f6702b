/** Where webhooks may go in the cloud: the public internet over TLS, and nowhere that only we can reach. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { anyTargets, isPublicAddress, publicTargets } from '../../shared/domain/webhook-target.ts';

const { problemOf } = publicTargets;

/** Blocks of IPv4 that no webhook may reach, as first address and length of the prefix. */
const closedBlocks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
const isClosed = (value: number): boolean =>
  closedBlocks.some(([first, length]) => value >= toNumber(first) && value < toNumber(first) + 2 ** (32 - length));

const closedV4 = fc
  .constantFrom(...closedBlocks)
  .chain(([first, length]) => fc.integer({ min: 0, max: 2 ** (32 - length) - 1 }).map((offset) => toAddress(toNumber(first) + offset)));
const hextet = fc.integer({ min: 0, max: 0xffff }).map((part) => part.toString(16));
const anyV6 = (first: fc.Arbitrary<number>) =>
  fc.tuple(first, fc.array(hextet, { minLength: 7, maxLength: 7 })).map(([head, rest]) => [head.toString(16), ...rest].join(':'));

describe('a public address', () => {
  test.prop([closedV4])('is in no closed block of IPv4, however it is written', (address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
    expect(problemOf(`https://${address}/`)).toBe('must be a public address');
    expect(problemOf(`https://${toNumber(address)}/`)).toBe('must be a public address');
    expect(problemOf(`https://0x${toNumber(address).toString(16)}/`)).toBe('must be a public address');
    expect(problemOf(`https://[::ffff:${address}]/`)).toBe('must be a public address');
  });

  test.prop([fc.integer({ min: 0, max: 2 ** 32 - 1 })])(
    'is what no closed block holds, but for a few blocks of special services',
    (value) => {
      const special = ['192.31.196.0', '192.52.193.0', '192.88.99.0', '192.175.48.0'].map(toNumber);
      fc.pre(!special.some((first) => value >= first && value < first + 256));
      expect(isPublicAddress(toAddress(value))).toBe(!isClosed(value));
    },
  );

  test.prop([anyV6(fc.integer({ min: 0, max: 0xffff }).filter((head) => head < 0x2000 || head > 0x3fff))])(
    'of IPv6 is global unicast: not unique-local, link-local, multicast, loopback, mapped or nobody’s',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
      expect(problemOf(`https://[${address}]/`)).toBe('must be a public address');
    },
  );

  it.each([
    '::',
    '::1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
    'fd00:ec2::254',
    'fe80::1%eth0',
    'fec0::1',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(['', 'localhost', '1.2.3.4.5', 'not an address'])('is nothing that is no address: %j', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});

describe('the URL of a webhook in the cloud', () => {
  it.each([
    'https://hooks.example.com/circle?team=blue',
    'https://hooks.example.com:443/',
    'https://hooks.example.com:8443/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'https://localhost.example.com/',
  ])('may be %s', (url) => {
    expect(problemOf(url)).toBeUndefined();
  });

  it.each([
    ['http://hooks.example.com/', 'must be an https URL'],
    ['https://hooks.example.com:25/', 'must have port 443 or one from 1024 on'],
    ['https://hooks.example.com:80/', 'must have port 443 or one from 1024 on'],
    ['https://localhost/', 'must be a public address'],
    ['https://LOCALHOST./', 'must be a public address'],
    ['https://a.localhost:8443/', 'must be a public address'],
    ['https://127.1/', 'must be a public address'],
    ['https://127.0.0.1./', 'must be a public address'],
    ['https://0177.0.0.1/', 'must be a public address'],
    ['https://169.254.169.254/latest/meta-data/', 'must be a public address'],
    ['https://[::1]:8443/', 'must be a public address'],
    ['https://①②⑦.0.0.1/', 'must be a public address'],
  ])('may not be %s', (url, why) => {
    expect(problemOf(url)).toBe(why);
  });
});

describe('on a machine of the team', () => {
  /** A host of a URL in every way of writing its address. */
  const written = (address: string) => {
    const value = toNumber(address);
    const hextets = `${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;
    const forms = [`[::ffff:${address}]`, `[::${hextets}]`, `[64:ff9b::${hextets}]`, `[2002:${hextets}::1]`];
    return [address, String(value), `0x${value.toString(16)}`, ...forms];
  };
  const linkLocal = fc.integer({ min: 0, max: 65_535 }).map((offset) => toAddress(toNumber('169.254.0.0') + offset));

  test.prop([fc.oneof(linkLocal, fc.constantFrom('168.63.129.16', '100.100.100.200', '0.0.0.0'))])(
    'nobody reaches its metadata, however the address is written',
    (address) => {
      expect(anyTargets.allows(address)).toBe(false);
      for (const host of written(address)) expect(anyTargets.problemOf(`http://${host}/`), host).toMatch(/metadata/);
    },
  );

  it.each(['[fe80::1]', '[::]', '[fd00:ec2::254]', 'metadata.google.internal', 'METADATA.google.internal.'])('%s is refused', (host) => {
    expect(anyTargets.problemOf(`http://${host}/`)).toMatch(/metadata/);
  });

  it.each(['127.0.0.1', '[::1]', 'localhost', '10.0.0.8', '192.168.1.1', '[fd00::1]', 'hooks.example.com', '203.0.114.1'])(
    '%s may be notified',
    (host) => {
      expect(anyTargets.problemOf(`http://${host}/`)).toBeUndefined();
    },
  );
});
