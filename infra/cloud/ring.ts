/** The two places a stack can go to, and the one rule in which they differ. */
import { CfnResource, type Stack } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';

export const rings = ['cloud', 'emulator'] as const;
/** `cloud` is an AWS account, `emulator` the conformance ring on one machine. */
export type Ring = (typeof rings)[number];

/** Types with which the emulator rolls the whole stack back. */
export const refusedByEmulator: readonly string[] = [
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Logs::MetricFilter',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::WAFv2::WebACLAssociation',
  'AWS::XRay::SamplingRule',
];

/** Takes the refused types out of a finished stack for the emulator; an account gets everything. */
export function leaveOutRefused(stack: Stack, ring: Ring): void {
  if (ring === 'cloud') {
    return;
  }
  for (const construct of stack.node.findAll()) {
    if (CfnResource.isCfnResource(construct) && refusedByEmulator.includes(construct.cfnResourceType)) {
      construct.node.scope?.node.tryRemoveChild(construct.node.id);
    }
  }
}

/** Graviton in an account; the emulator runs functions as processes of this machine. */
export function architectureOf(ring: Ring): Architecture {
  return ring === 'cloud' || process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
}
