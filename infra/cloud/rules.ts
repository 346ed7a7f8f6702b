/** The rule packs that a stack must pass before it goes to an account. */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';

/** Makes synth fail on every finding that has not been acknowledged, one by one and with a reason. */
export function attachRules(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}
