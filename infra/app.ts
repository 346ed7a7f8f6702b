/** The stack for the chosen stage. */
import { App } from 'aws-cdk-lib';
import { readAppContext } from './cloud/app-context.ts';
import { CircleStack } from './cloud/circle-stack.ts';
import { NotBuilt } from './cloud/elf.ts';
import { attachRules } from './cloud/rules.ts';

const app = new App();
const { stage, ring, knowledgeFolder, trail } = readAppContext(app);

// The emulator lacks some types that the rules ask for, so the rules judge what goes to an account.
if (ring === 'cloud') {
  attachRules(app);
}

try {
  new CircleStack(app, `circle-${stage}`, { stage, ring, knowledgeFolder, trail });
} catch (error) {
  if (!(error instanceof NotBuilt)) throw error;
  console.error(error.message);
  process.exit(1);
}
