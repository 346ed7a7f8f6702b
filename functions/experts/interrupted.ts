/** An expert whose message was taken up before, by a worker that stopped: it may have been asked, and its call may be billed. */
import type { Usage } from '../../shared/contract/opinion.ts';

/** What happened, for people. */
export const interrupted = 'the expert had been asked, and the work was interrupted before an answer was stored';

/** The usage of a call that may be billed and of which nothing is known. */
export const unknownUsage: Usage = { inputTokens: null, outputTokens: null };
