/** Synthesizes the stack without bundling, beside a `bootstrap` that is nothing but an ELF header. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { z } from 'zod';
import type { TrailChoice } from '../../infra/cloud/audit.ts';
import { AuditStack } from '../../infra/cloud/audit-stack.ts';
import { CircleStack } from '../../infra/cloud/circle-stack.ts';
import { repositoryFolder } from '../../infra/cloud/repository.ts';
import { architectureOf, type Ring } from '../../infra/cloud/ring.ts';
import { auditSettings, type StageName, settingsOf } from '../../infra/settings.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
/** The knowledge that is deployed by default. */
export const knowledgeFolder = join(repositoryFolder, 'layers/knowledge');

const machines = { arm64: 0xb7, x86_64: 0x3e } as const;

export interface StackChoice {
  readonly trail?: TrailChoice;
  readonly stage?: StageName;
  readonly ring?: Ring;
  /** @default - that which is deployed by default */
  readonly knowledge?: string;
  /** Origins of pages that may call the API. @default - none, as in every stage */
  readonly allowedOrigins?: readonly string[];
}

/** A folder with a `bootstrap` for `architecture`. */
export function fakeBootstrap(architecture: Architecture): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-bootstrap-'));
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(architecture === Architecture.ARM_64 ? machines.arm64 : machines.x86_64, 18);
  writeFileSync(join(folder, 'bootstrap'), header);
  return folder;
}

/** A folder with a console that has nothing to show. */
export function fakeConsole(): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-console-'));
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site/index.html'), '<!doctype html>');
  return folder;
}

/** An app with the flags of cdk.json, and paths in the template's metadata so that tests can name resources. */
export function testApp(): App {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(join(repositoryFolder, 'cdk.json'), 'utf8')));
  return new App({
    outdir: mkdtempSync(join(tmpdir(), 'circle-synth-')),
    context: { ...context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true },
  });
}

/** The stack of a stage and ring below `app`. */
export function circleStack(
  app: App,
  { stage = 'dev', ring = 'cloud', trail = 'own', knowledge = knowledgeFolder, allowedOrigins = [] }: StackChoice = {},
): CircleStack {
  const settings = settingsOf(stage);
  return new CircleStack(app, `circle-${stage}`, {
    stage,
    ring,
    trail,
    settings: { ...settings, api: { ...settings.api, allowedOrigins } },
    knowledgeFolder: knowledge,
    consensusFolder: fakeBootstrap(architectureOf(ring)),
    reviewFolder: fakeBootstrap(architectureOf(ring)),
    consoleFolder: fakeConsole(),
  });
}

/** The template of the account's trail. */
export function synthesizeAudit(): Template {
  return Template.fromStack(new AuditStack(testApp(), auditSettings.stackName));
}

/** A knowledge folder whose one circle seats these experts of the default one. */
export function knowledgeSeating(...experts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
  cpSync(knowledgeFolder, folder, { recursive: true });
  const circles = readFileSync(join(folder, 'circles.yaml'), 'utf8').replace(/^circles:.*/ms, '');
  writeFileSync(join(folder, 'circles.yaml'), `${circles}\ncircles:\n  default: { experts: [${experts.join(', ')}] }\n`);
  return folder;
}

/** A copy of a knowledge folder with a recurring consultation in it; `rules` are more of its keys, each behind a comma. */
export function knowledgeWithSchedule(knowledge: string = knowledgeFolder, rules = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
  cpSync(knowledge, folder, { recursive: true });
  const schedule = 'schedules:\n  weekly: { cron: "30 6 * * 1", timezone: Europe/Berlin, consultation: { question: Is it safe? }';
  writeFileSync(join(folder, 'circles.yaml'), `${readFileSync(join(folder, 'circles.yaml'), 'utf8')}\n${schedule}${rules} }\n`);
  return folder;
}

/** A knowledge folder whose one schedule reviews this; `rules` as above. */
export function knowledgeReviewing(review: string, rules = ''): string {
  const folder = knowledgeWithSchedule(undefined, rules);
  const path = join(folder, 'circles.yaml');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(/consultation: \{ question: Is it safe\? \}/, () => `review: { ${review} }`),
  );
  return folder;
}

/** A copy of the default knowledge folder with another circle in it; `policy` are the keys beside its experts. */
export function knowledgeWithCircle(name: string, policy: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'circle-knowledge-'));
  cpSync(knowledgeFolder, folder, { recursive: true });
  const circles = readFileSync(join(folder, 'circles.yaml'), 'utf8');
  const own = `circles:\n  ${name}: { experts: [demo-skeptic], ${policy} }\n`;
  writeFileSync(join(folder, 'circles.yaml'), circles.replace(/^circles:\n/m, own));
  return folder;
}

/** An expert of the default knowledge for each kind that is asked through a queue. */
export const expertOfEachKind = ['claude', 'gpt', 'gemini', 'nova', 'ollama', 'demo-skeptic', 'rules-docker'] as const;

/** The template of a stage and ring. */
export function synthesize(choice: StackChoice = {}): Template {
  return Template.fromStack(circleStack(testApp(), choice));
}
