/** Which signing keys the knowledge folder names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { circlesFile, scheduledPolicy } from '../../shared/contract/circle.ts';
import { defaultWebhookKey } from '../../shared/contract/webhook.ts';

/** Names of the keys of all webhooks in `circles.yaml`, and the one that signs where none is named; sorted, each once. */
export function readWebhookKeys(knowledgeFolder: string): readonly string[] {
  const path = join(knowledgeFolder, 'circles.yaml');
  if (!existsSync(path)) return [defaultWebhookKey];
  const { circles, schedules } = circlesFile.parse(parse(readFileSync(path, 'utf8')));
  const webhooks = [
    ...Object.values(circles).flatMap((circle) => circle.webhooks ?? []),
    ...Object.values(schedules).flatMap((schedule) => scheduledPolicy(schedule).webhook ?? []),
  ];
  return [...new Set([defaultWebhookKey, ...webhooks.flatMap(({ key }) => key ?? [])])].sort();
}
