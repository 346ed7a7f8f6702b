/** The experts behind the queue of openai. */
import { openai } from '../../shared/providers/openai.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-openai', openai);
