/**
 * The one way out, for experts, probes, webhooks and the command line alike: through the proxy that the environment names, with the
 * certificates that it names. Roots of a private authority come by `NODE_EXTRA_CA_CERTS`, which Node itself reads.
 */
import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher } from 'undici';
import { writtenValue } from '../contract/written-value.ts';
import { InvalidConfiguration, messageOf } from '../errors.ts';
import { exceptionsIn } from './proxy-exceptions.ts';
import { throughProxy } from './through-proxy.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * No limits of its own: left to itself, the HTTP client gives up after 300 s without a head or between two pieces of a body, and a large
 * model on a small machine thinks longer. Whoever calls says how long it waits.
 */
export const patience = { headersTimeout: 0, bodyTimeout: 0 } as const;

/** A certificate with its key, in PEM; empty where there is none. */
interface ClientCertificate {
  readonly cert?: string;
  readonly key?: string;
}

/** A way out of the machine. */
export interface Outgoing {
  readonly dispatcher: Dispatcher;
  /** The same without a certificate, to where a caller has this machine go. */
  readonly anonymous: Dispatcher;
  /** What this machine shows to servers that ask for a certificate: for a connection that is made without the dispatcher. */
  readonly certificate: ClientCertificate;
  /** The proxy on the way to a URL, as it may be shown: without user and password. Undefined where the way is direct. */
  proxyFor(url: URL): string | undefined;
}

/** Opens a way. Throws `InvalidConfiguration` that names the variable that cannot be followed. */
export function openOutgoing(environment: Environment): Outgoing {
  // Desktops set `ALL_PROXY` to a SOCKS proxy beside the other two: it is looked at only where it is needed.
  const orAny = (name: string) => proxyOf(environment, name) ?? proxyOf(environment, 'ALL_PROXY');
  const [httpProxy, httpsProxy] = [orAny('HTTP_PROXY'), orAny('HTTPS_PROXY')];
  const isException = exceptionsIn(named(environment, 'NO_PROXY') ?? '');
  const proxyOn = (url: URL) => (isException(url) ? undefined : url.protocol === 'https:' ? httpsProxy : httpProxy);
  const certificate = clientCertificate(environment);
  const proxies = [httpProxy, httpsProxy].filter((uri) => uri !== undefined);
  const dispatcher = dispatcherWith(certificate, proxies, proxyOn);
  const anonymous = certificate.cert === undefined ? dispatcher : dispatcherWith({}, proxies, proxyOn);
  return { dispatcher, anonymous, certificate, proxyFor: (url) => URL.parse(proxyOn(url) ?? '')?.host };
}

function dispatcherWith(certificate: ClientCertificate, proxies: readonly string[], proxyOn: (url: URL) => string | undefined): Dispatcher {
  const options = { ...patience, connect: certificate, requestTls: certificate };
  const direct = new Agent(options);
  if (proxies.length === 0) return direct;
  const agents = new Map(proxies.map((uri) => [uri, throughProxy(uri, options)]));
  return direct.compose((dispatch) => (request, handler) => {
    const proxy = agents.get(proxyOn(new URL(request.origin ?? '')) ?? '');
    return proxy ? proxy.dispatch(request, handler) : dispatch(request, handler);
  });
}

let kept: Outgoing | undefined;

/** The way out of this process, by its environment as it was at the first call. */
export function outgoing(): Outgoing {
  kept ??= openOutgoing(process.env);
  return kept;
}

/** `fetch` on that way. */
export const outgoingFetch: typeof fetch = (input, init) => fetchBy(outgoing().dispatcher, input, init);

/** The same without a certificate. */
export const anonymousFetch: typeof fetch = (input, init) => fetchBy(outgoing().anonymous, input, init);

function fetchBy(way: Dispatcher, ...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  // Node's own types of this describe the release that it was built with.
  const dispatcher = way as unknown as NonNullable<RequestInit['dispatcher']>;
  return globalThis.fetch(input, { ...init, dispatcher });
}

/** A variable in either case; the lower one goes first, as in other programs. One that is empty counts as not set, and quotes around it are no part of it. */
function named(environment: Environment, name: string): string | undefined {
  return [environment[name.toLowerCase()], environment[name]].map((value) => writtenValue(value ?? '')).find((value) => value !== '');
}

/** A proxy, which some write without `http://`. Its value is not quoted: it may hold a password. */
function proxyOf(environment: Environment, name: string): string | undefined {
  const value = named(environment, name);
  if (value === undefined) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(value) ? value : `http://${value}`);
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url.href;
  throw new InvalidConfiguration(`${name} must be the address of an HTTP proxy, such as http://proxy.example:3128`);
}

/** The certificate by which this machine shows itself to servers that ask for one. */
function clientCertificate(environment: Environment): ClientCertificate {
  const [cert, key] = ['CIRCLE_CLIENT_CERT', 'CIRCLE_CLIENT_KEY'].map((name) => {
    const path = writtenValue(environment[name] ?? '');
    return path !== '' ? readPem(path, name) : undefined;
  });
  if ((cert === undefined) !== (key === undefined))
    throw new InvalidConfiguration('CIRCLE_CLIENT_CERT and CIRCLE_CLIENT_KEY go together: one of them is not set');
  return cert === undefined || key === undefined ? {} : { cert, key };
}

function readPem(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InvalidConfiguration(`the file that ${name} names cannot be read: ${messageOf(cause)}`, { cause });
  }
}
