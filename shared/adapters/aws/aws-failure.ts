/** What a failed AWS call means to us. */
import { Unavailable } from '../../errors.ts';

/** Client faults that pass: the service names them differently. */
const throttlingNames = new Set([
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'RequestThrottled',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'TooManyRequestsException',
  'LimitExceededException',
  'ExecutionLimitExceeded',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
]);

/** Whether `thrown` is the named AWS error. */
export function isNamed(thrown: unknown, ...names: readonly string[]): boolean {
  return thrown instanceof Error && names.includes(thrown.name);
}

/**
 * Runs a call and turns a failure that may pass (network, throttling, fault of the service) into `Unavailable` with its cause.
 * Other errors (a failed condition, a wrong request, a missing permission) come through unchanged.
 */
export async function callAws<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw mayPass(thrown) ? new Unavailable(what, { cause: thrown }) : thrown;
  }
}

function mayPass(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) {
    return false;
  }
  // The SDK marks every answer of a service with `$fault`; an error without it never reached one.
  const isClientFault = '$fault' in thrown && thrown.$fault === 'client';
  return !isClientFault || throttlingNames.has(thrown.name);
}
