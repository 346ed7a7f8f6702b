/** What a part is: one port of a deployed function, loaded and built apart from the others. */
import type { Ports } from '../../ports/ports.ts';

/** Ports that no entry point lists: every function has a clock, and a log for its failures. */
export type GivenPort = 'clock' | 'log';

/** The ports of a function whose entry point lists `Name`. */
export type CloudPorts<Name extends keyof Ports> = Pick<Ports, Name | GivenPort>;

/** What a port is built from. */
export interface Surroundings {
  /** The value of a variable. Throws `InvalidConfiguration` naming it if it is missing or empty. */
  required(variable: string): string;
  /** The value of a variable, or undefined if it is missing or empty. */
  given(variable: string): string | undefined;
  /** The other ports of the same function, built when touched. */
  readonly ports: Ports;
}

/** Builds a port when it is first touched. */
export type OpenPort<Name extends keyof Ports> = (surroundings: Surroundings) => Ports[Name];

/** One port as an entry point lists it. */
export interface CloudPart<Name extends keyof Ports> {
  readonly port: Name;
  /** Loads the adapter and its SDK client; an entry point does so at its first call, so that embedded mode can import it without them. */
  load(): Promise<OpenPort<Name>>;
}
