/** What of a change is new where a file was written in another layout. */
import { describe, expect, it } from 'vitest';
import type { RuleFinding } from '../../../shared/contract/rules.ts';
import { newFindings } from '../../../shared/review/rule-news.ts';

type Find = (text: string) => RuleFinding[];

const base = { rule: 'r', severity: 'high', confidence: 'high', why: 'w', source: 'own', resource: 'x' } as const;

/** Finds each line with a word. */
function lineWith(file: string, word: string | RegExp, title = 't'): Find {
  return (text) =>
    text
      .split('\n')
      .flatMap((line, index) => (line.search(word) < 0 ? [] : [{ ...base, file, title, line: index + 1, endLine: index + 1 }]));
}

/** Finds the whole of a text. */
function whole(file: string, title: string): Find {
  return (text) => [{ ...base, file, title, line: 1, endLine: text.trimEnd().split('\n').length }];
}

function newIn(find: Find, before: string, text: string): number {
  const file = find(text)[0]?.file ?? '';
  return newFindings(find(text), find(before), [{ path: file, text, before }]).length;
}

const privileged = lineWith('pod.yaml', /privileged"?: true|Privileged/i);
const flow = 'kind: Pod\nspec:\n  containers:\n    - name: web\n      image: shop:1\n      securityContext: {privileged: true}\n';
const block = 'kind: Pod\nspec:\n  containers:\n    - name: web\n      image: shop:1\n      securityContext:\n        privileged: true\n';
const sorted = 'spec:\n  containers:\n  - securityContext:\n      privileged: true\n    image: "shop:1"\n    name: web\nkind: Pod\n';
const json = `${JSON.stringify({ kind: 'Pod', spec: { containers: [{ name: 'web', image: 'shop:1', securityContext: { privileged: true } }] } }, null, 2)}\n`;
const other = block.replace('name: web', 'name: other');

describe('a finding of a tree', () => {
  const layouts = Object.entries({ flow, block, sorted, json });
  it.each(layouts.flatMap(([from, before]) => layouts.map(([to, text]) => [from, to, before, text] as const)))(
    'is known again from %s to %s',
    (_from, _to, before, text) => {
      expect(newIn(privileged, before, text)).toBe(0);
    },
  );

  it.each(layouts)('is another one of another container (%s)', (_, before) => {
    expect(newIn(privileged, before, other)).toBe(1);
  });

  const published = (word: string) => lineWith('compose.yaml', word);
  const compose = 'services:\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n    restart: always\n';
  const ordered = 'services:\n  db:\n    restart: always\n    ports:\n      - "5432:5432"\n    image: postgres:16\n';
  it('is known again where keys were reordered and a list is written below its key', () => {
    expect(newIn(published('5432'), compose, ordered)).toBe(0);
    expect(newIn(published('5432'), ordered, compose)).toBe(0);
    expect(newIn(published('5432'), compose, ordered.replace('5432:5432', '0.0.0.0:5432:5432'))).toBe(1);
    expect(newIn(published('5432'), compose, ordered.replace('  db:', '  other:'))).toBe(1);
  });

  it('is no new one where less is said than before', () => {
    const policy = (actions: string) => `{"Statement": [\n  {"Effect": "Allow",\n   "Action": ${actions},\n   "Resource": "*"}\n]}\n`;
    const find = lineWith('policy.json', /"s3:\*"/, 'All of s3:*');
    expect(newIn(find, policy('["s3:*", "ec2:*"]'), policy('["s3:*"]'))).toBe(0);
    expect(newIn(find, policy('["s3:*", "ec2:*"]'), policy('"s3:*"'))).toBe(0);
    expect(newIn(find, policy('"s3:*"'), policy('["s3:*", "iam:*"]'))).toBe(1);
  });

  it('is about a whole resource as long as all that is about it is there', () => {
    const limits = whole('pod.yaml', 'CPU limits should be set');
    expect(newIn(limits, flow, block)).toBe(0);
    const second = (cpu: string) => `${block}    - name: proxy\n      image: proxy:1\n      resources: {limits: {cpu: ${cpu}}}\n`;
    expect(newIn(limits, second('1'), second('1').replace('{limits: {cpu: 1}}', '\n        limits:\n          cpu: 1'))).toBe(0);
    expect(newIn(limits, second('1'), block)).toBe(1);
  });
});

describe('a finding of a statement', () => {
  const terraform = (cidr: string) => `resource "aws_security_group" "a" {\n  ingress {\n    from_port = 22\n    ${cidr}\n  }\n}\n`;
  const open = lineWith('m.tf', /^ *(cidr_blocks|"0\.0\.0\.0\/0")/);
  it.each([
    ['m.tf', open, terraform('cidr_blocks = ["0.0.0.0/0"]'), terraform('cidr_blocks   =   ["0.0.0.0/0"]'), 0],
    ['m.tf', open, terraform('cidr_blocks = ["0.0.0.0/0", "10.0.0.0/8"]'), terraform('cidr_blocks = ["0.0.0.0/0"]'), 0],
    ['m.tf', open, terraform('cidr_blocks = ["10.0.0.0/8"]'), terraform('cidr_blocks = ["0.0.0.0/0"]'), 1],
    ['m.tf', open, terraform('cidr_blocks = ["0.0.0.0/0"]'), terraform('cidr_blocks  = ["0.0.0.0/0"]').replace('ingress', 'egress'), 1],
    ['a.sql', lineWith('a.sql', /drop/i), 'DROP TABLE users;\n', 'drop table\n  users;\n', 0],
    ['a.sql', lineWith('a.sql', /drop/i), 'DROP TABLE users;\n', 'drop table\n  orders;\n', 1],
    ['a.sql', lineWith('a.sql', /drop/i), 'DROP TABLE users;\nSELECT 1;\n', 'SELECT 1;\n\nDROP  TABLE  users;\n', 0],
    ['Dockerfile', lineWith('Dockerfile', /curl/), 'FROM a\nRUN curl x | sh\n', 'from a\nrun \\\n  curl x | sh\n', 0],
    ['Dockerfile', lineWith('Dockerfile', /curl/), 'FROM a\nRUN curl x | sh\n', 'from a\nrun \\\n  curl y | sh\n', 1],
  ] as const)('of %s is known by its words (%#)', (_, find, before, text, left) => {
    expect(newIn(find, before, text)).toBe(left);
  });

  it('is one thing on however many lines it stands', () => {
    const run: Find = (text) =>
      lineWith('Dockerfile', /^run/i)(text).map((one) => ({ ...one, endLine: text.trimEnd().split('\n').length }));
    expect(newIn(run, 'FROM a\nRUN curl x | sh\n', 'FROM a\nRUN \\\n  curl x | sh\n')).toBe(0);
    expect(newIn(run, 'FROM a\nRUN curl x | sh\n', 'FROM a\nRUN \\\n  curl y | sh\n')).toBe(1);
  });

  it('is about a whole block by the lines that say something of it', () => {
    const bucket = (text: string) => `resource "aws_s3_bucket" "a" {\n${text}}\n`;
    const find = whole('m.tf', 'Bucket has versioning off');
    expect(newIn(find, bucket('  bucket = "a"\n  versioning   {\n  }\n'), bucket('  versioning {\n  }\n  bucket     = "a"\n'))).toBe(0);
    expect(newIn(find, bucket('  versioning {\n  }\n'), bucket('  versioning = false\n'))).toBe(1);
  });
});

describe('a finding about what a whole resource lacks', () => {
  const tf = (kind: string, line: string) => `resource "${kind}" "a" {\n  name = "a"\n  ${line}\n}\n`;
  const bucket = (line: string) => `Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      ${line}\n`;
  const ofBucket: Find = (text) => [
    { ...base, file: 't.yaml', title: 'S3 bucket has access logging enabled', line: 2, endLine: text.split('\n').length - 1 },
  ];

  it.each<[string, string, string, number]>([
    ['aws_instance', 'EC2 instance uses an IAM instance profile', 'instance_type', 0],
    ['aws_db_instance', 'RDS instance copy tags to snapshots', 'instance_class', 0],
    ['aws_elasticache_cluster', 'ElastiCache clusters do not use the default subnet group', 'num_cache_nodes', 0],
    ['aws_lambda_function', 'AWS Lambda function is configured for function-level concurrent execution limit', 'log_level', 0],
    ['aws_db_instance', 'RDS instance copy tags to snapshots', 'copy_tags', 1],
    ['aws_instance', 'EC2 instance uses an IAM instance profile', 'profile', 1],
  ])('of %s (%s) is new by its own words alone: %s', (kind, title, key, told) => {
    expect(newIn(whole('main.tf', title), tf(kind, `${key} = "a"`), tf(kind, `${key} = "b"`))).toBe(told);
  });

  it('of a template is not new where something else of the resource is changed', () => {
    expect(newIn(ofBucket, bucket('BucketName: a'), bucket('BucketEncryption: {Enabled: true}'))).toBe(0);
    expect(newIn(ofBucket, bucket('BucketName: a'), bucket('AccessControl: PublicRead'))).toBe(1);
  });

  const root: Find = () => [{ ...base, file: 'Dockerfile', title: 'No USER', line: 1, endLine: 1 }];
  it.each([
    ['FROM node:22\nRUN a\n', 'FROM node:23\nRUN a\n', 0],
    ['FROM node:22\nRUN a\n', 'FROM --platform=linux/amd64 node:22@sha256:abc AS web\nRUN a\n', 0],
    ['FROM node:22\nRUN a\n', '# syntax=docker/dockerfile:1\nARG A=1\nFROM node:22\nRUN a\n', 0],
    ['FROM registry:5000/node:22\n', 'FROM registry:5000/node:23\n', 0],
    ['FROM node:22\nRUN a\n', 'FROM ubuntu:22.04\nRUN a\n', 1],
  ])('of a Dockerfile is known by its image: %j to %j', (before, text, told) => {
    expect(newIn(root, before, text)).toBe(told);
  });
});
