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

/** Anywhere: embedded mode runs on a machine of the team, which may notify a neighbour. */
export const anyTargets: WebhookTargets = { problemOf: () => undefined, allows: () => true };

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
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return ipaddr.isValid(host) ? !isPublicAddress(host) : host === 'localhost' || host.endsWith('.localhost');
}

/** Whether an address is a public one: global unicast, and of no special range (private, loopback, link-local, mapped, …). */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast));
}
