/** What a door gives the application. */
import type { Ports } from '../../shared/ports.ts';

/** What a door gives the application. */
export interface ApiOptions {
  readonly ports: Ports;
  /** Seconds that `Prefer: wait` may hold a request at most. */
  readonly maxWaitSeconds: number;
  /** Whether a bearer key is good. Undefined where a gateway in front has checked it. */
  readonly verifyKey?: ((key: string) => boolean) | undefined;
  /** The parts that must be ready, each with undefined or what is wrong. */
  readonly readiness: () => Promise<Readonly<Record<string, string | undefined>>>;
}
