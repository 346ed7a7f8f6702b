/** The stack for the chosen stage. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { readAppContext } from './cloud/app-context.ts';
import { CircleStack } from './cloud/circle-stack.ts';

const app = new App();
const { stage, ring, knowledgeFolder } = readAppContext(app);

// The emulator lacks some types that the rules ask for, so the rules judge what goes to an account.
if (ring === 'cloud') {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

new CircleStack(app, `circle-${stage}`, { stage, ring, knowledgeFolder });
