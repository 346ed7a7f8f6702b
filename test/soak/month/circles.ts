/** The circles of a month, as they are before and after a deployment: the same names, another panel. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type KnowledgeFolder, type Written, webhookKey, writeKnowledge } from '../../blackbox/knowledge-folder.ts';

/** Circles that people ask, the most asked first. */
export const askedCircles = ['default', 'told', 'people', 'hasty', 'wide'] as const;
/** The question of a schedule. */
export const scheduledQuestion = (name: string) => `Is all well with ${name}?`;

/** What is written into the file of secrets. */
export const secrets = `${webhookKey.name}=${webhookKey.value}\n`;

/** What a server is started with. */
export interface Deployment {
  readonly circlesFile: string;
  /** The folder of the server's code; undefined is this one. */
  readonly code: string | undefined;
}

/** What was deployed in a month: circles again and again, and new code once where it began with that of an earlier revision. */
export interface Deployments {
  /** As the last deployment has left it. */
  readonly current: () => Deployment;
  deploy(): void;
  /** Puts the present code in the place of the earlier one. */
  update(): void;
  /** With the code that the month began with. */
  readonly former: () => Deployment;
  remove(): void;
}

/** Writes the knowledge. `earlier` is the folder of the code that the month begins with, if that is not this one. */
export function openDeployments(baseUrl: string, receiverUrl: string, earlier: string | undefined): Deployments {
  const folder: KnowledgeFolder = writeKnowledge(circlesOf(0, baseUrl, receiverUrl));
  let version = 0;
  let code = earlier;
  const path = () => join(folder.path, version === 0 ? 'circles.yaml' : `circles-${version}.yaml`);
  return {
    current: () => ({ circlesFile: path(), code }),
    deploy() {
      version += 1;
      writeFileSync(path(), stringify(circlesOf(version, baseUrl, receiverUrl)));
    },
    update() {
      code = undefined;
    },
    former: () => ({ circlesFile: path(), code: earlier }),
    remove: () => folder.remove(),
  };
}

function circlesOf(version: number, baseUrl: string, receiverUrl: string): Written {
  const model = (name: string) => ({
    ...{ provider: 'openai-compatible', baseUrl, model: name, family: name, inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
    timeoutSeconds: 20,
  });
  // Every second version has one expert less, so that open runs outlive the circle that asked them.
  const three = version % 2 === 0 ? ['steady', 'other', 'thoughtful'] : ['steady', 'thoughtful'];
  const scheduled = (cron: string, rules: object, name: string) => ({
    ...{ cron, timezone: 'Europe/Berlin', ...rules, consultation: { question: scheduledQuestion(name), options: ['yes', 'no'] } },
  });
  return {
    experts: {
      steady: model('steady'),
      other: model('other'),
      thoughtful: model('thoughtful'),
      ada: { provider: 'human', model: 'person', family: 'ada' },
    },
    circles: {
      default: { experts: three, quorum: 2, deadlineSeconds: 12 },
      told: { experts: three, quorum: 2, deadlineSeconds: 12, webhooks: [{ url: `${receiverUrl}/told` }] },
      people: { experts: ['steady', 'ada'], quorum: 2, deadlineSeconds: 8 },
      hasty: { experts: three, quorum: 1, stop: 'quorum', late: 'keep', deadlineSeconds: 10 },
      wide: { experts: ['steady', 'other', 'thoughtful', 'ada'], quorum: 2, late: 'abort', deadlineSeconds: 6 },
    },
    schedules: {
      minutely: scheduled('* * * * *', { overlap: 'skip', missed: 'tell' }, 'minutely'),
      nightly: scheduled('30 2 * * *', { overlap: 'queue', missed: 'run' }, 'nightly'),
    },
  };
}
