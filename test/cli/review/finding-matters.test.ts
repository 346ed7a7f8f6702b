/** Programs that speak of one setting are of one mind; those that speak of another one beside it found something else. */
import { describe, expect, it } from 'vitest';
import type { RaisedFinding } from '../../../shared/review/alike-findings.ts';
import { mergeFindings } from '../../../shared/review/merge-findings.ts';

/** Settings of a container, each as two sources name it. */
const settings: readonly (readonly [
  topic: string,
  own: readonly [rule: string, title: string],
  other: readonly [rule: string, title: string],
])[] = [
  ['resource-limits', ['K8S_CPU_LIMIT', 'A container has no limit of processors'], ['CKV_K8S_11', 'CPU limits should be set']],
  ['resource-limits', ['K8S_MEMORY_LIMIT', 'A container has no limit of memory'], ['CKV_K8S_13', 'Memory limits should be set']],
  ['resource-limits', ['K8S_CPU_REQUEST', 'A container asks for no processors'], ['CKV_K8S_10', 'CPU requests should be set']],
  ['resource-limits', ['K8S_MEMORY_REQUEST', 'A container asks for no memory'], ['CKV_K8S_12', 'Memory requests should be set']],
  [
    'privileged',
    ['K8S_ESCALATION', 'A process may gain rights'],
    ['CKV_K8S_20', 'Containers should not run with allowPrivilegeEscalation'],
  ],
  ['privileged', ['K8S_PRIVILEGED', 'A container is privileged'], ['CKV_K8S_16', 'Container should not be privileged']],
  ['privileged', ['K8S_NO_DROP', 'A container keeps all capabilities'], ['CKV_K8S_28', 'Minimize containers with the NET_RAW capability']],
  ['privileged', ['K8S_SECCOMP', 'A pod names no seccomp profile'], ['CKV_K8S_31', 'Ensure that the seccomp profile is set']],
  ['privileged', ['K8S_ROOT', 'A container may run as root'], ['CKV_K8S_23', 'Minimize the admission of root containers']],
  ['privileged', ['K8S_WRITABLE', 'The file system is not read-only'], ['CKV_K8S_22', 'Use read-only filesystem for containers']],
  ['pinning', ['K8S_LATEST', 'An image is named by a loose tag'], ['CKV_K8S_14', 'Image Tag should be fixed - not latest or blank']],
  ['pinning', ['K8S_PULL_ALWAYS', 'An image is not pulled anew'], ['CKV_K8S_15', 'Image Pull Policy should be Always']],
];

function raised(expert: string, topic: string, [rule, title]: readonly [string, string]): RaisedFinding {
  return {
    expert,
    severity: 'medium',
    file: 'pod.yaml',
    line: 1,
    title,
    reason: title,
    rule: `${expert}/${rule}`,
    topic,
    confidence: 'high',
  };
}

const material = { files: [{ path: 'pod.yaml', notes: [], lines: [{ number: 1, mark: '+' as const, text: '{}' }] }], notShown: [] };

describe('two programs on one line', () => {
  for (const [index, [topic, one]] of settings.entries()) {
    for (const [at, [otherTopic, , other]] of settings.entries()) {
      const same = index === at;
      it(`${same ? 'agree' : 'found two things'}: ${one[0]} and ${other[0]}`, () => {
        const merged = mergeFindings([raised('own', topic, one), raised('posture', otherTopic, other)], material);
        expect(merged.length).toBe(same ? 1 : 2);
      });
    }
  }
});
