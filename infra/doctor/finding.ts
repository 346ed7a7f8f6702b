/** What the doctor says of one thing that a deployment needs. */

/** `lack`: the deployment or its first consultation would fail. `note`: it works, and somebody should know. `unknown`: it could not be looked at. */
export type FindingLevel = 'fine' | 'note' | 'lack' | 'unknown';

export interface Finding {
  /** What was looked at, such as `bootstrap`. */
  readonly check: string;
  readonly level: FindingLevel;
  /** One sentence. */
  readonly says: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Looks at one thing; what it throws becomes an `unknown` finding with the reason. */
export interface Check {
  readonly name: string;
  run(): Promise<readonly Verdict[]>;
}

/** A finding before it has the name of its check. */
export type Verdict = Omit<Finding, 'check'>;

export const fine = (says: string): Verdict => ({ level: 'fine', says });
export const note = (says: string, remedy: string): Verdict => ({ level: 'note', says, remedy });
export const lack = (says: string, remedy: string): Verdict => ({ level: 'lack', says, remedy });

/** Runs the checks, all at once. */
export async function runChecks(checks: readonly Check[]): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(async (check) => (await verdictsOf(check)).map((verdict) => ({ check: check.name, ...verdict }))),
  );
  return found.flat();
}

async function verdictsOf(check: Check): Promise<readonly Verdict[]> {
  try {
    return await check.run();
  } catch (error) {
    return [{ level: 'unknown', says: `could not be looked at: ${reasonOf(error)}`, remedy: remedyFor(error) }];
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}

function remedyFor(error: unknown): string {
  const denied = error instanceof Error && /AccessDenied|Unauthorized|NotAuthorized/i.test(error.name);
  return denied
    ? 'Let this identity make the call that the sentence names, or ask somebody who may.'
    : 'Look at the network and at the region, then run the doctor again.';
}

/** The exit code: 1 if something lacks, 2 if something could not be looked at, else 0. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ level }) => level === 'lack')) return 1;
  return findings.some(({ level }) => level === 'unknown') ? 2 : 0;
}
