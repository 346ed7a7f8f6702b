/** What `circles.yaml` asks for and an account cannot do: told when the stack is synthesized, and so before each deployment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { circlesFile } from '../../shared/contract/circle.ts';
import { idleSettings, sayIdle } from '../../shared/contract/idle-settings.ts';

/** Adds a warning for each setting without effect. */
export function tellWithoutEffect(scope: Construct, knowledgeFolder: string): void {
  const file = circlesFile.parse(parse(readFileSync(join(knowledgeFolder, 'circles.yaml'), 'utf8')));
  const { circles } = file;
  const warn = (id: string, text: string) => Annotations.of(scope).addWarningV2(`circle:${id}`, text);
  for (const [name, { onDisconnect }] of Object.entries(circles)) {
    if (onDisconnect !== 'cancel') continue;
    warn(
      `on-disconnect-${name}`,
      `The circle "${name}" says "onDisconnect: cancel", which has no effect in an account: nobody sees a caller hang up behind API Gateway.`,
    );
  }
  for (const idle of idleSettings(file)) {
    const [word = ''] = idle.setting.split(' ');
    warn(`idle-${word}-${idle.circle}`, `Circle "${idle.circle}": ${sayIdle(idle)}.`);
  }
}
