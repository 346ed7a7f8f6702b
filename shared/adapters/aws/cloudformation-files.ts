/** Templates of stacks that are deployed, each as the file of its stack's name. */
import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateListStacks,
  StackStatus,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import type { DeployedSource } from '../../contract/deployed-review.ts';
import { messageOf } from '../../errors.ts';
import type { FilesOf } from '../../ports/deployed-files.ts';
import { isNamed } from './aws-failure.ts';
import { sourceRefusal } from './source-refusal.ts';

type StackSource = Extract<DeployedSource, { readonly kind: 'stacks' }>;

/** Of these nothing is deployed. */
const notThere: ReadonlySet<string> = new Set([StackStatus.DELETE_COMPLETE, StackStatus.REVIEW_IN_PROGRESS]);
const there = Object.values(StackStatus).filter((status) => !notThere.has(status));

/** What CloudFormation says of one stack: there is none of that name, or it is not for us. */
const ofTheStack = ['ValidationError', 'AccessDenied', 'AccessDeniedException'];

/** Templates by a client for each region, as they are once macros and includes are worked in: that is what stands there. */
export function cloudFormationFiles(clientIn: (region: string | undefined) => CloudFormationClient): FilesOf<StackSource> {
  return {
    async *list({ stacks, region }) {
      const names = stacks === 'all' ? await namesOfAll(clientIn(region)) : stacks;
      for (const path of [...new Set(names)].toSorted()) yield { path };
    },

    async read({ region }, path, maxBytes) {
      try {
        const asked = new GetTemplateCommand({ StackName: path, TemplateStage: 'Processed' });
        const { TemplateBody = '' } = await clientIn(region).send(asked);
        const content = Buffer.from(TemplateBody);
        return content.length > maxBytes
          ? { fault: `has ${content.length} bytes, and one review has room for ${maxBytes} more` }
          : { content };
      } catch (thrown) {
        if (isNamed(thrown, ...ofTheStack)) return { fault: `cannot be read: ${messageOf(thrown)}` };
        throw sourceRefusal('stacks', thrown);
      }
    },
  };
}

/** An account has some thousands of stacks at most: they are sorted at once. */
async function namesOfAll(client: CloudFormationClient): Promise<readonly string[]> {
  try {
    const found: StackSummary[] = [];
    for await (const { StackSummaries = [] } of paginateListStacks({ client }, { StackStatusFilter: there })) found.push(...StackSummaries);
    return found.flatMap(({ StackName }) => StackName ?? []);
  } catch (thrown) {
    throw sourceRefusal('stacks', thrown);
  }
}
