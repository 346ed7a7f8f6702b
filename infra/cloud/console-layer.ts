/** The built console as a layer: its files change without a new build of any function. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { env } from '../../shared/contract/env.ts';
import { NotBuilt } from './elf.ts';
import type { Ring } from './ring.ts';

export interface ConsoleLayerProps {
  /** Absolute path of the folder that holds `site/`. */
  readonly folder: string;
  readonly ring: Ring;
}

/** The layer, and where the function that serves it finds its files. */
export class ConsoleLayer extends Construct {
  private readonly layer: ILayerVersion;
  private readonly runtimeFolder: string;

  constructor(scope: Construct, id: string, { folder, ring }: ConsoleLayerProps) {
    super(scope, id);
    if (!existsSync(join(folder, 'site/index.html'))) {
      throw new NotBuilt(`${folder} holds no console: build it first (npm run build -- console).`);
    }
    // The emulator does not mount layers, so its functions read the source.
    this.runtimeFolder = ring === 'emulator' ? join(folder, 'site') : '/opt/site';
    this.layer = new LayerVersion(this, 'Layer', { code: Code.fromAsset(folder), description: 'The web console' });
  }

  /** Lets a function serve the console. */
  grantUse(fn: NodejsFunction): void {
    fn.addLayers(this.layer);
    fn.addEnvironment(env.consoleFolder, this.runtimeFolder);
  }
}
