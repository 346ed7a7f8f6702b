/** Why a source of files in an account cannot be looked into, in the words of a refusal. */
import { InvalidInput, messageOf } from '../../errors.ts';

/** Names under which the SDK says that it has nobody to sign as. */
const withoutCredentials = new Set(['CredentialsProviderError', 'TokenProviderError']);

/** The refusal of a source. What may pass is said to: a schedule comes again by itself. */
export function sourceRefusal(field: 'bucket' | 'stacks', thrown: unknown): InvalidInput {
  return new InvalidInput([{ field: `review.${field}`, message: whyNot(thrown) }], { cause: thrown });
}

function whyNot(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : '';
  if (withoutCredentials.has(name)) return 'cannot be read without AWS credentials, and none were found';
  if (messageOf(thrown) === 'Region is missing') return 'cannot be read without a region: state `region`, or set AWS_REGION';
  const isAnswer = thrown instanceof Error && '$fault' in thrown;
  const words = `${name === '' || name === 'Error' ? '' : `${name}: `}${messageOf(thrown)}`.slice(0, 300);
  return isAnswer && thrown.$fault === 'client'
    ? `cannot be read: AWS refuses with ${words}`
    : `cannot be read now, and may be the next time: ${words}`;
}
