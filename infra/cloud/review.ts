/** Review: the Rust function with the rules. It reads what it is given, and may do nothing. */
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { requireBootstrap } from './elf.ts';
import { acknowledgeSynchronous, functionDefaults, watchErrors } from './function-defaults.ts';
import { architectureOf } from './ring.ts';
import type { StageContext } from './stage-context.ts';

export interface ReviewProps {
  readonly context: StageContext;
  /** Folder with the built `bootstrap`. */
  readonly folder: string;
}

/** The function with the rules on `provided.al2023`. */
export class Review extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { context, folder }: ReviewProps) {
    super(scope, id);
    requireBootstrap(folder, architectureOf(context.ring), 'review');
    const props = {
      context,
      name: 'review',
      kind: 'review',
      untraced: 'A trace that its caller began goes on; the experts begin none, and only they call it.',
      errorImpact: 'The rule experts fail by name, so reviews rest on the models alone or end without a verdict.',
    } as const;
    this.function = new LambdaFunction(this, 'Function', {
      ...functionDefaults(this, props),
      runtime: Runtime.PROVIDED_AL2023,
      handler: 'bootstrap',
      code: Code.fromAsset(folder),
    });
    watchErrors(this.function, props);
    acknowledgeSynchronous(this.function, 'the worker of the rule experts');
  }

  /** Lets a function have files read by the rules, and passes it the address. */
  grantUse(fn: LambdaFunction): void {
    this.function.grantInvokeLatestVersion(fn);
    fn.addEnvironment(env.reviewFunction, this.function.functionName);
  }
}
