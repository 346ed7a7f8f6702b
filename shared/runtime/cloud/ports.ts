/** Composition root of deployed functions: the ports that an entry point lists, each built when it is first touched. */
import { systemClock } from '../../adapters/node/system-clock.ts';
import { env } from '../../contract/env.ts';
import { InvalidConfiguration } from '../../errors.ts';
import type { Ports } from '../../ports/ports.ts';
import { powertoolsLog } from './log.ts';
import type { CloudPart, CloudPorts, OpenPort, Surroundings } from './part.ts';

type Environment = Readonly<Record<string, string | undefined>>;
/** How to build each port that was listed. */
type Openers = { readonly [Name in keyof Ports]?: OpenPort<Name> };

// Emulators take the word "test", and give functions the twelve digits of their account. A real key, which starts with letters,
// beside the emulator's flag means a function that would touch a real account.
const fakeKey = /^(?:test|\d{12})$/;

/**
 * The listed ports. Each is built from the variables that it needs when it is first touched, so a function runs with just those
 * of the ports it uses. Throws `InvalidConfiguration` naming the variable that is missing or wrong; touching a port that was not
 * listed throws it too.
 */
export async function cloudPorts<Name extends keyof Ports = never>(
  parts: readonly CloudPart<Name>[],
  environment: Environment = process.env,
): Promise<CloudPorts<Name>> {
  refuseHalfAnEmulator(environment);
  return lazyPorts(await loadAll(parts), environment);
}

async function loadAll(parts: readonly CloudPart<keyof Ports>[]): Promise<Openers> {
  const entries = await Promise.all(parts.map(async (part) => [part.port, await part.load()] as const));
  // Each opener fits the name beside it, which the type of an entry cannot say.
  const listed = Object.fromEntries(entries) as Openers;
  return { clock: () => systemClock, log: () => powertoolsLog(), ...listed };
}

/** Every port by name; it does not compile if one is missing. */
const portNames = Object.keys({
  bus: true,
  clock: true,
  consensus: true,
  deliveries: true,
  deployedFiles: true,
  feedback: true,
  health: true,
  knowledge: true,
  listings: true,
  log: true,
  opinions: true,
  agenda: true,
  queue: true,
  reach: true,
  reliability: true,
  requests: true,
  rules: true,
  runs: true,
  secretUses: true,
  vault: true,
  verdicts: true,
  webhooks: true,
  workflow: true,
} satisfies Record<keyof Ports, true>) as (keyof Ports)[];

/** Builds each port once; a failed build is tried again at the next touch. */
function lazyPorts(openers: Openers, environment: Environment): Ports {
  const required: Surroundings['required'] = (variable) => requiredVariable(environment, variable);
  const given: Surroundings['given'] = (variable) => environment[variable] || undefined;
  const built: { -readonly [Name in keyof Ports]?: Ports[Name] } = {};
  const open = <Name extends keyof Ports>(name: Name): Ports[Name] => {
    const opener = openers[name];
    if (!opener) throw new InvalidConfiguration(`the port ${name} is not among those that the door of this function lists`);
    return opener({ required, given, ports });
  };
  const touch = <Name extends keyof Ports>(name: Name): Ports[Name] => {
    const port: Ports[Name] = built[name] ?? open(name);
    built[name] = port;
    return port;
  };
  const ports = {} as Ports;
  for (const name of portNames) Object.defineProperty(ports, name, { enumerable: true, get: () => touch(name) });
  return ports;
}

function requiredVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new InvalidConfiguration(`the environment variable ${name} is not set`);
  }
  return value;
}

function refuseHalfAnEmulator(environment: Environment): void {
  if (!environment[env.emulator]) {
    return;
  }
  requiredVariable(environment, 'AWS_ENDPOINT_URL');
  if (!fakeKey.test(environment['AWS_ACCESS_KEY_ID'] ?? '')) {
    throw new InvalidConfiguration(
      `${env.emulator} is set: AWS_ACCESS_KEY_ID has to be "test" or an account's number, so that no real account can be reached`,
    );
  }
}
