/** Weigh: the Rust function. It reads replies, opinions and what is known of the experts, and may do nothing else. */
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { requireBootstrap } from './elf.ts';
import { acknowledgeSynchronous, functionDefaults, watchErrors } from './function-defaults.ts';
import { architectureOf } from './ring.ts';
import type { StageContext } from './stage-context.ts';
import type { State } from './state.ts';

export interface ConsensusProps {
  readonly context: StageContext;
  readonly state: State;
  /** Folder with the built `bootstrap`. */
  readonly folder: string;
}

/** The consensus function on `provided.al2023`. */
export class Consensus extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { context, state, folder }: ConsensusProps) {
    super(scope, id);
    requireBootstrap(folder, architectureOf(context.ring));
    const props = {
      context,
      name: 'consensus',
      kind: 'consensus',
      untraced: 'A trace that its caller began goes on; the experts begin none, and each of them calls it.',
      errorImpact: 'Opinions are paid for and in, but cannot be weighed: callers get a named failure instead of a verdict.',
    } as const;
    this.function = new LambdaFunction(this, 'Function', {
      ...functionDefaults(this, props),
      runtime: Runtime.PROVIDED_AL2023,
      handler: 'bootstrap',
      code: Code.fromAsset(folder),
    });
    watchErrors(this.function, props);
    acknowledgeSynchronous(this.function, 'the functions that conclude, the experts, the API and the jobs');
    state.grantUse(this.function, ['runs:read', 'opinions:read', 'reliability:read', 'feedback:read']);
  }

  /** Lets a function have replies read and opinions weighed, and passes it the address. */
  grantUse(fn: LambdaFunction): void {
    this.function.grantInvokeLatestVersion(fn);
    fn.addEnvironment(env.consensusFunction, this.function.functionName);
  }
}
