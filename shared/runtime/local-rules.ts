/** The program with the rules, started for one piece of work on this machine. */
import { childRules } from '../adapters/local/child-rules.ts';
import type { Log } from '../ports/log.ts';
import type { Rules } from '../ports/rules.ts';

const quiet: Log = { info() {}, warn() {}, error() {} };

/** Does some work with the program, and ends it. */
export async function withLocalRules<Result>(binary: string, work: (rules: Rules) => Promise<Result>): Promise<Result> {
  const rules = childRules({ binary, log: quiet });
  try {
    return await work(rules);
  } finally {
    rules.close();
  }
}
