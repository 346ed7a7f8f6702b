/** What an entry point gives the application. */
import type { DoorPolicy } from '../../shared/contract/policy.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { Authenticate } from './authenticate.ts';

/** What the application works on; the Lambda entry point lists the same. */
export type ApiPorts = Pick<
  Ports,
  | 'runs'
  | 'opinions'
  | 'verdicts'
  | 'listings'
  | 'reliability'
  | 'feedback'
  | 'deliveries'
  | 'requests'
  | 'health'
  | 'agenda'
  | 'queue'
  | 'workflow'
  | 'consensus'
  | 'bus'
  | 'webhooks'
  | 'knowledge'
  | 'clock'
  | 'log'
>;

/** How the connection of a request ended: all of the answer was sent, or its client was gone before. */
export type ConnectionEnd = 'delivered' | 'lost';

/** The connection of a request, where it can be seen. */
export interface Connection {
  readonly ended: Promise<ConnectionEnd>;
  /** Breaks the answer off behind what has been written: a client that reads nothing else sees that. */
  cut(): Promise<void>;
}

/** What an entry point gives the application. */
export interface ApiOptions {
  readonly ports: ApiPorts;
  /** Seconds that `Prefer: wait` may hold a request at most. */
  readonly maxWaitSeconds: number;
  /** Bytes that one answer may have; whoever waited for a larger one is told where it is. @default any number */
  readonly answerMaxBytes?: number | undefined;
  /** Who sends a request: by its key, or by what a gateway in front has found out. */
  readonly authenticate: Authenticate;
  /** Address at which callers reach the application, where neither a gateway nor a trustworthy host name provides it. */
  readonly publicUrl?: string | undefined;
  /** Origins of pages that may call /mcp, beside the application's own and those of this machine. @default none */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Whether chat requests are refused for what has no effect, where they do not say so themselves. @default false */
  readonly strict?: boolean | undefined;
  /** The parts that must be ready, each with undefined or what is wrong. */
  readonly readiness: () => Promise<Readonly<Record<string, string | undefined>>>;
  /** Aborted when the server begins to stop: requests that are held are answered with what there is. @default never */
  readonly closing?: AbortSignal | undefined;
  /** A request's connection, by what the server hands on beside the request. @default nobody sees it, as behind API Gateway */
  readonly connection?: ((bindings: unknown) => Connection) | undefined;
  /** @default `defaultPolicy` */
  readonly policy?: DoorPolicy | undefined;
  /** Makes a copy of everything that is kept, where that is one file. @default none */
  readonly backup?: (() => Promise<BackupFile>) | undefined;
  /** The metrics of the process, where nothing else collects them. @default none */
  readonly metrics?: (() => Promise<{ readonly contentType: string; readonly text: string }>) | undefined;
  /** The built console; without one there is nothing at `/`. */
  readonly console?: ConsoleSite | undefined;
}

/** A copy of everything that is kept. */
export interface BackupFile {
  readonly bytes: number;
  readonly content: ReadableStream<Uint8Array>;
}

/** Where the console's files are, and how they may be sent. */
export interface ConsoleSite {
  readonly folder: string;
  /** Whether compressed forms may be sent. API Gateway would take them for text and break them. */
  readonly compressed: boolean;
}
