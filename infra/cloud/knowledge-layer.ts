/** The knowledge folder as a layer: prompts, circles and prices change without a new build of any function. */
import { Code, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Ring } from './ring.ts';

export interface KnowledgeLayerProps {
  /** Absolute path of the folder with `circles.yaml`, `providers.yaml`, `prices.yaml` and `personas/`. */
  readonly folder: string;
  readonly ring: Ring;
}

/** The layer, and where functions find its files. */
export class KnowledgeLayer extends Construct {
  readonly layer: ILayerVersion;
  /** The folder on this machine, which synth reads the names of provider keys from. */
  readonly sourceFolder: string;
  /** Lambda unpacks layers at `/opt`; the emulator does not mount them, so its functions read the source. */
  readonly runtimeFolder: string;

  constructor(scope: Construct, id: string, props: KnowledgeLayerProps) {
    super(scope, id);
    this.sourceFolder = props.folder;
    this.runtimeFolder = props.ring === 'emulator' ? props.folder : '/opt';
    this.layer = new LayerVersion(this, 'Layer', {
      code: Code.fromAsset(props.folder),
      description: 'Circles, personas, providers and prices',
    });
  }
}
