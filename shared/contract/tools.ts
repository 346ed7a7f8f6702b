/** The tools that the program of the rules runs: what each takes. Their answers are described in docs/review.md. */
import * as z from 'zod';

/** Characters of a text that a tool is given. */
const textMax = 4_000_000;
/** Characters of a command. */
const commandMax = 64_000;

const text = z.string().min(1).max(textMax);

/** What each tool takes, by its name in the program. */
export const toolInputs = {
  command: z.strictObject({ command: z.string().min(1).max(commandMax).describe('The command line or script, as a shell would get it.') }),
  logs: z.strictObject({
    text: text.describe('The log: plain lines or an object of JSON on each.'),
    top: z.int().min(1).max(100).optional().describe('How many kinds of messages are told. Default: 10.'),
  }),
  ports: z.strictObject({
    port: z.int().min(0).max(65_535).optional().describe('The number of a port.'),
    service: z.string().min(1).max(100).optional().describe('Name of a service, or words of its description.'),
    protocol: z.enum(['tcp', 'udp', 'sctp', 'dccp']).optional().describe('Only this protocol.'),
  }),
  resources: z.strictObject({
    text: text.describe('A file of Compose, or manifests of Kubernetes.'),
    path: z.string().max(500).optional().describe('Its path; only the name is read from it.'),
  }),
} as const;

/** A tool, by its name in the program. */
export type ToolName = keyof typeof toolInputs;

/** What a tool says. */
export const toolOutput = z.looseObject({});

/** Runs tools: computed on this machine, without a model, a file or a connection. */
export interface Tools {
  /** What a tool says. Throws `InvalidInput` for what it cannot take, and a `CircleError` where the program cannot be run. */
  run(name: ToolName, input: object): Promise<Record<string, unknown>>;
}
