/** The stack for the chosen stage, and that of the account's trail. */
import { App } from 'aws-cdk-lib';
import { readAppContext } from './cloud/app-context.ts';
import { AuditStack } from './cloud/audit-stack.ts';
import { CircleStack } from './cloud/circle-stack.ts';
import { NotBuilt } from './cloud/elf.ts';
import { attachRules } from './cloud/rules.ts';
import { auditSettings } from './settings.ts';

const app = new App();
const { stage, ring, knowledgeFolder, trail } = readAppContext(app);

// The emulator lacks some types that the rules ask for, so the rules judge what goes to an account.
if (ring === 'cloud') {
  attachRules(app);
}

try {
  const circle = new CircleStack(app, `circle-${stage}`, { stage, ring, knowledgeFolder, trail });
  // The emulator has no trail.
  if (trail === 'own' && ring === 'cloud')
    circle.addStackDependency(new AuditStack(app, auditSettings.stackName), 'its alarms read the trail');
} catch (error) {
  if (!(error instanceof NotBuilt)) throw error;
  console.error(error.message);
  process.exit(1);
}
