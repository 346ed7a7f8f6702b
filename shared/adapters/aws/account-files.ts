/** The files of what is deployed in an account: one client for each service and region, made when it is first needed. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { DeployedFiles } from '../../ports/deployed-files.ts';
import { cloudFormationFiles } from './cloudformation-files.ts';
import { s3Files } from './s3-files.ts';

/** Nobody waits for it, and CloudFormation hands out templates slowly: a run need not be given up over a burst. */
const patience = { maxAttempts: 6, retryMode: 'adaptive' } as const;

/** How the clients reach AWS. */
export type AccountWay = Pick<S3ClientConfig, 'forcePathStyle' | 'requestHandler'>;

/** Buckets and stacks, as the credentials that are found may read them. */
export function accountFiles({ forcePathStyle = false, requestHandler }: AccountWay): Pick<DeployedFiles, 'bucket' | 'stacks'> {
  const common = { ...patience, ...(requestHandler && { requestHandler }) };
  const inRegion = (region: string | undefined) => ({ ...common, ...(region !== undefined && { region }) });
  return {
    bucket: s3Files(each((region) => new S3Client({ ...inRegion(region), forcePathStyle, followRegionRedirects: true }))),
    stacks: cloudFormationFiles(each((region) => new CloudFormationClient(inRegion(region)))),
  };
}

function each<Client>(open: (region: string | undefined) => Client): (region: string | undefined) => Client {
  const clients = new Map<string | undefined, Client>();
  return (region) => {
    const client = clients.get(region) ?? open(region);
    clients.set(region, client);
    return client;
  };
}
