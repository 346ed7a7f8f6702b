/** What the command line chooses: `-c stage=dev|prod|dev-<name>`, `-c ring=emulator|cloud`, `-c knowledge=<folder>`, `-c trail=own|none|existing:<log group>`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { isStageName, type StageName } from '../settings.ts';
import type { TrailChoice } from './audit.ts';
import { repositoryFolder } from './repository.ts';
import { type Ring, rings } from './ring.ts';

/** The choices, checked. */
export interface AppContext {
  readonly stage: StageName;
  readonly ring: Ring;
  /** Absolute. */
  readonly knowledgeFolder: string;
  readonly trail: TrailChoice;
}

/** Reads the choices; a wrong one ends synth with a sentence that names it. */
export function readAppContext(app: App): AppContext {
  return {
    stage: stageOf(app.node.tryGetContext('stage') ?? 'dev'),
    ring: oneOf(app, 'ring', rings, 'cloud'),
    knowledgeFolder: folder(app, 'knowledge', 'layers/knowledge'),
    trail: trailOf(app.node.tryGetContext('trail') ?? 'own'),
  };
}

function stageOf(given: unknown): StageName {
  const name = String(given);
  if (isStageName(name)) return name;
  throw new Error(`-c stage=${name} is not one of dev, prod, dev-<name of up to 16 small letters and digits>`);
}

function oneOf<Choice extends string>(app: App, name: string, choices: readonly Choice[], byDefault: Choice): Choice {
  const given: unknown = app.node.tryGetContext(name) ?? byDefault;
  const choice = choices.find((candidate) => candidate === given);
  if (choice === undefined) {
    throw new Error(`-c ${name}=${String(given)} is not one of ${choices.join(', ')}`);
  }
  return choice;
}

function folder(app: App, name: string, byDefault: string): string {
  const given: unknown = app.node.tryGetContext(name) ?? byDefault;
  const path = resolve(repositoryFolder, String(given));
  if (!existsSync(path)) {
    throw new Error(`-c ${name}=${String(given)}: there is no folder ${path}`);
  }
  return path;
}

/** Log groups of CloudWatch, by their alphabet. */
const existingTrail = /^existing:([\w./#-]{1,512})$/;

function trailOf(given: unknown): TrailChoice {
  if (given === 'own' || given === 'none') return given;
  const logGroupName = existingTrail.exec(String(given))?.[1];
  if (logGroupName !== undefined) return { logGroupName };
  throw new Error(`-c trail=${String(given)} is not one of own, none, existing:<log group of the trail>`);
}
