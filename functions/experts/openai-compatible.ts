/** The experts behind the queue of openai-compatible. */
import { openaiCompatible } from '../../shared/providers/openai-compatible.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-openai-compatible', openaiCompatible);
