/** The house form of a Node function. */
import { join } from 'node:path';
import { RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { functionDefaults, type HouseFunctionProps, watchErrors } from './function-defaults.ts';
import { repositoryFolder } from './repository.ts';

export interface StandardFunctionProps extends HouseFunctionProps {
  /** Path of the entry below the repository; it exports `handler`. */
  readonly entry: string;
  /** Whether it may send to its own queue: Lambda stops such a loop after some 16 rounds unless it is told that it is meant. @default false */
  readonly sendsToItself?: boolean;
}

/**
 * Everything is bundled, the AWS SDK too: the version is ours, equal in every ring, and the emulator would inject a stub for it.
 * The banner gives CommonJS dependencies the `require` that an ES module lacks.
 */
const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  externalModules: [],
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  // Threads are bundled where a function starts them, since one file cannot hold both.
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (input, output) => [`node "${input}/infra/bundle-threads.ts" "${output}"`],
  },
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
};

/** A function of `functions/`, bundled by esbuild, with the house's role, logs, tracing, size and error alarm. */
export class StandardFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: StandardFunctionProps) {
    const defaults = functionDefaults(new Construct(scope, `${id}Parts`), props);
    super(scope, id, {
      ...defaults,
      environment: {
        ...defaults.environment,
        [env.knowledgeFolder]: props.context.knowledge.runtimeFolder,
        NODE_OPTIONS: '--enable-source-maps',
      },
      layers: [props.context.knowledge.layer],
      runtime: Runtime.NODEJS_24_X,
      entry: join(repositoryFolder, props.entry),
      handler: 'handler',
      projectRoot: repositoryFolder,
      depsLockFilePath: join(repositoryFolder, 'package-lock.json'),
      bundling,
      ...(props.sendsToItself ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
    });
    watchErrors(this, props);
  }
}
