/** Who is reached without a proxy: what `NO_PROXY` names, in the forms that other programs read. */
import { BlockList, isIP } from 'node:net';

/** This machine is reached without a proxy, whatever `NO_PROXY` says: nobody else could. */
const loopback = 'localhost,127.0.0.0/8,::1';

/** Tells of a URL whether it is reached directly. */
export function exceptionsIn(list: string): (url: URL) => boolean {
  const entries = `${list},${loopback}`.split(/[,\s]/).flatMap((entry) => (entry === '' ? [] : [exceptionOf(entry.toLowerCase())]));
  return (url) => {
    const port = url.port === '' ? ({ 'http:': '80', 'https:': '443' }[url.protocol] ?? '') : url.port;
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    return entries.some((isExcepted) => isExcepted(host, port));
  };
}

type Exception = (host: string, port: string) => boolean;

/** `*` for all; a name with or without a dot or `*.` before it, for itself and what is below it; an address; a network. Names and addresses may have a port. */
function exceptionOf(entry: string): Exception {
  if (entry === '*') return () => true;
  const network = networkOf(entry);
  if (network) return network;
  const [, host = entry, onPort] = isIP(entry) ? [] : (/^(.*[^:]):(\d{1,5})$/.exec(entry) ?? []);
  const name = host
    .replace(/^\[|\]$/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  const isOn = (port: string) => onPort === undefined || onPort === port;
  const address = isIP(name) === 0 ? undefined : networkOf(`${name}/${isIP(name) === 4 ? 32 : 128}`);
  return (given, port) => isOn(port) && (address ? address(given, port) : given === name || given.endsWith(`.${name}`));
}

/** A network such as `10.0.0.0/8` or `fd00::/8`; undefined for anything else. */
function networkOf(entry: string): Exception | undefined {
  const [, address = '', bits = ''] = /^\[?([\d.:a-f]{2,45})\]?\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return undefined;
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) !== 0 && network.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
