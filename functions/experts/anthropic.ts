/** The experts behind the queue of anthropic. */
import { anthropic } from '../../shared/providers/anthropic.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-anthropic', anthropic);
