/**
 * Where webhooks may go. Whoever may ask a circle chooses the address, so in the cloud it must not be one that only we can reach: a
 * server of the private network, the metadata of the machine, the process itself.
 */
import ipaddr from 'ipaddr.js';

/** What an address is held to. */
export interface WebhookTargets {
  /** Why a URL cannot be a target, as far as it shows by itself; undefined if nothing speaks against it. */
  problemOf(url: string): string | undefined;
  /** Whether a connection to an IP address may be made. */
  allows(address: string): boolean;
}

/** Anywhere but where a machine asks for its own credentials: embedded mode runs on a machine of the team, which may notify a neighbour. */
export const anyTargets: WebhookTargets = {
  problemOf: (url) => (isMetadataHost(hostOf(url)) ? 'must be no link-local address, nor the metadata service of a machine' : undefined),
  allows: (address) => !isMetadataHost(address),
};

/** Addresses by which clouds serve the metadata of a machine outside of the link-local ranges: AWS by IPv6, Azure, Alibaba. */
const metadataHosts: ReadonlySet<string> = new Set(['fd00:ec2::254', '168.63.129.16', '100.100.100.200', 'metadata.google.internal']);

/** Whether an address is link-local, unspecified or that of a metadata service, however it is written. */
function isMetadataHost(host: string): boolean {
  if (!ipaddr.isValid(host)) return metadataHosts.has(host.toLowerCase());
  return reachedBy(ipaddr.parse(host)).some(
    (address) => metadataHosts.has(address.toString()) || ['linkLocal', 'unspecified'].includes(address.range()),
  );
}

/** Where addresses of IPv6 hold one of IPv4 that a gateway sends on to: mapped and compatible ones, NAT64 (RFC 6052) and 6to4 (RFC 3056). */
const carriers = [
  { network: ipaddr.IPv6.parseCIDR('::ffff:0:0/96'), at: 6 },
  { network: ipaddr.IPv6.parseCIDR('::/96'), at: 6 },
  { network: ipaddr.IPv6.parseCIDR('64:ff9b::/96'), at: 6 },
  { network: ipaddr.IPv6.parseCIDR('2002::/16'), at: 1 },
] as const;

/** An address, and that of IPv4 inside of it. */
function reachedBy(address: ipaddr.IPv4 | ipaddr.IPv6): readonly (ipaddr.IPv4 | ipaddr.IPv6)[] {
  if (address instanceof ipaddr.IPv4) return [address];
  // The loopback address is a compatible one by its form alone.
  const inside = carriers.filter(({ network }) => address.range() !== 'loopback' && address.match(network));
  return [address, ...inside.map(({ at }) => new ipaddr.IPv4(address.toByteArray().slice(2 * at, 2 * at + 4)))];
}

/** The lowest port beside 443: those below belong to other protocols. */
const lowestPort = 1024;
/** Today's global unicast addresses of IPv6 (IANA); what lies outside is special, or nobody's yet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** The public internet over TLS. */
export const publicTargets: WebhookTargets = {
  problemOf(url) {
    const { protocol, hostname, port } = new URL(url);
    if (protocol !== 'https:') return 'must be an https URL';
    if (port !== '' && Number(port) < lowestPort) return `must have port 443 or one from ${lowestPort} on`;
    return isPrivateHost(hostname) ? 'must be a public address' : undefined;
  },
  allows: isPublicAddress,
};

/** Names are looked up when they are connected to; only those that mean this machine by themselves are refused here. */
function isPrivateHost(hostname: string): boolean {
  const host = plainHost(hostname);
  return ipaddr.isValid(host) ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost');
}

/** Whether an address is a public one: global unicast, and of no special range (private, loopback, link-local, mapped, …). */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
}

function hostOf(url: string): string {
  return plainHost(new URL(url).hostname);
}

/** A host without the brackets of an address and the dot of a whole name. */
function plainHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
