/** What the CDK writes is reviewed as it stands: the ids of its resources are no credentials. */
import { Stack } from 'aws-cdk-lib';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { findSecrets } from '../../shared/review/find-secrets.ts';
import { knowledgeReviewing, synthesize, synthesizeAudit } from './synth.ts';

/** A template as it lies in a repository: indented, in one line, and as YAML. */
const writings: readonly (readonly [name: string, write: (template: object) => string])[] = [
  ['indented', (template) => JSON.stringify(template, null, 1)],
  ['in one line', (template) => JSON.stringify(template)],
  ['as YAML', (template) => stringify(template)],
];

async function credentialsIn(text: string): Promise<readonly string[]> {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, mark: '+' as const, text: line }));
  const found = await findSecrets({ files: [{ path: 'stack.template.json', notes: [], lines }] });
  return found.map(({ rule, line, start, end }) => `${rule}: ${lines[line]?.text.slice(start, end)}`);
}

describe('no credential is found in a template', () => {
  it.each([
    ['of a deployed stage', () => synthesize({ stage: 'prod', knowledge: knowledgeReviewing('stacks: all') }).toJSON()],
    ['of the trail', () => synthesizeAudit().toJSON()],
    ['with usual names of constructs', () => templateOf(pathsOf(200))],
  ])('%s', async (_, synthesized) => {
    const template = synthesized();
    for (const [writing, write] of writings) expect([writing, ...(await credentialsIn(write(template)))]).toEqual([writing]);
  });
});

/** Words that people name constructs by, those of credentials among them. */
const words = [
  ...['Api', 'api-key', 'ApiKey', 'API_KEY', 'GEMINI_API_KEY', 'Secret', 'Secrets', 'DbPassword', 'Token', 'Authorizer', 'oauth2'],
  ...['AuthToken', 'KMSKey', 'signing-key', 'Credentials', 'S3Bucket', 'Ec2', 'v1', 'users', 'GET', 'Resource', 'Default', 'ServiceRole'],
  ...['DefaultPolicy', 'LogGroup', 'wellknownoauthprotectedresource', 'UNAUTHORIZED', 'x', 'DLQ', 'eu-west-1', 'Cluster', 'mcp', 'SigV4'],
  ...['MISSING_AUTHENTICATION_TOKEN', 'circle-dev-me', 'AWS679f53fac002430cb0da5b7982bd2287', 'Alarm', 'Function', 'Table', 'Vpc'],
];

/** Paths of two to five of these words, always the same ones. */
function pathsOf(count: number): readonly (readonly string[])[] {
  let state = 20261130;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  return Array.from({ length: count }, () => Array.from({ length: 2 + next(4) }, () => words[next(words.length)] ?? 'x'));
}

/** What the CDK makes of them. */
function templateOf(paths: readonly (readonly string[])[]): object {
  const stack = new Stack();
  const ids = paths.map((path) => stack.getLogicalId(topicAt(stack, path)));
  const resources = ids.map((id, index) => {
    const [above = id] = ids.slice(index - 1);
    const tags = [{ Key: 'secret', Value: { 'Fn::GetAtt': [above, 'TopicArn'] } }];
    return [id, { Type: 'AWS::SNS::Topic', DependsOn: [above, id], Properties: { TopicName: { Ref: above }, Tags: tags } }] as const;
  });
  const outputs = ids.map((id) => [
    `ExportsOutputRef${id}12AB34CD`,
    { Value: { Ref: id }, Export: { Name: `stack:ExportsOutputRef${id}12AB34CD` } },
  ]);
  return { Resources: Object.fromEntries(resources), Outputs: Object.fromEntries(outputs) };
}

function topicAt(stack: Stack, path: readonly string[]): CfnTopic {
  const scope = path
    .slice(0, -1)
    .reduce<Construct>((above, id) => (above.node.tryFindChild(id) as Construct | undefined) ?? new Construct(above, id), stack);
  const id = path.at(-1) ?? 'x';
  return new CfnTopic(scope, scope.node.tryFindChild(id) === undefined ? id : `${id}${scope.node.children.length}`);
}
