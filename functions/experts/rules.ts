/** The experts behind the queue of rules. */
import { ruleExperts } from '../../shared/providers/rules.ts';
import { cloudRules } from '../../shared/runtime/cloud/parts.ts';
import { workerWith } from './worker.ts';

// called by the queue
export const handler = workerWith('experts-rules', [cloudRules], ({ rules }) => ruleExperts(rules));
