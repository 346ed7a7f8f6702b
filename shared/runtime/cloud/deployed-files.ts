/** The files of what is deployed, for a deployed function, which has no folder of its own. */
import { accountFiles } from '../../adapters/aws/account-files.ts';
import { InvalidInput } from '../../errors.ts';
import type { FilesOf } from '../../ports/deployed-files.ts';
import type { OpenPort } from './part.ts';

/** Refused when the stack is synthesized; this is the last word. */
const noFolder: FilesOf<never> = {
  list() {
    throw new InvalidInput([{ field: 'review.folder', message: 'is on no machine of an account: name a bucket or stacks' }]);
  },
  async read() {
    return { fault: 'is on no machine of an account' };
  },
};

/** Buckets and stacks, as the function's role may read them. */
export const openDeployedFiles: OpenPort<'deployedFiles'> = ({ given }) => ({
  folder: noFolder,
  ...accountFiles({ forcePathStyle: given('AWS_ENDPOINT_URL') !== undefined }),
});
