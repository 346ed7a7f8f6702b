/** Credentials that a change adds, as findings. */
import type { AddedCredential } from '../contract/rules.ts';
import type { Beside } from './beside.ts';
import { sayRule } from './secret-rules.ts';

/** Each is a critical finding by a reviewer of its own. */
export function credentialsOf(added: readonly AddedCredential[] = []): Beside {
  if (added.length === 0) return { reviewers: [], raised: [] };
  const expert = 'credentials';
  const raised = added.map(({ file, line, rule }) => ({
    expert,
    severity: 'critical' as const,
    file,
    line,
    title: `Credential: ${sayRule(rule)}`,
    reason: 'Whoever can read the file can use it. Take it out, and revoke it where others may have seen it.',
    rule: `${expert}/${rule}`,
    topic: 'credentials',
    confidence: 'high' as const,
  }));
  return { reviewers: [{ expert, vote: 'reject', findings: raised.length, problem: null }], raised };
}
