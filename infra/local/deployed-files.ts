/** The files of what is deployed, in embedded mode: folders of this machine, and an account where there are credentials for one. */
import { folderFiles } from '../../shared/adapters/local/folder-files.ts';
import type { DeployedFiles, FilesOf } from '../../shared/ports/deployed-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Folders are seen from `base`. The AWS SDK is loaded when a schedule first asks for a bucket or stacks. */
export function localDeployedFiles(base: string, environment: Environment): DeployedFiles {
  let opened: ReturnType<typeof openAccount> | undefined;
  const account = () => {
    opened ??= openAccount(environment);
    return opened;
  };
  return {
    folder: folderFiles(base),
    bucket: later(async () => (await account()).bucket),
    stacks: later(async () => (await account()).stacks),
  };
}

/** An endpoint of one's own, such as an emulator's, has no name for each bucket. */
async function openAccount(environment: Environment): Promise<Pick<DeployedFiles, 'bucket' | 'stacks'>> {
  const [{ accountFiles }, { outgoingHandler }] = await Promise.all([
    import('../../shared/adapters/aws/account-files.ts'),
    import('../../shared/adapters/aws/outgoing-handler.ts'),
  ]);
  return accountFiles({ requestHandler: outgoingHandler(), forcePathStyle: hasOwnEndpoint(environment) });
}

function hasOwnEndpoint({ AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 }: Environment): boolean {
  return [AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3].some((one) => one !== undefined && one !== '');
}

function later<Source extends Parameters<DeployedFiles[keyof DeployedFiles]['list']>[0]>(
  open: () => Promise<FilesOf<Source>>,
): FilesOf<Source> {
  return {
    async *list(source) {
      yield* (await open()).list(source);
    },
    read: async (source, path, maxBytes) => (await open()).read(source, path, maxBytes),
  };
}
