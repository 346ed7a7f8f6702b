/** The experts behind the queue of scripted. */
import { scripted } from '../../shared/providers/scripted.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-scripted', scripted);
