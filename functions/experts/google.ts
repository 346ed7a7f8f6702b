/** The experts behind the queue of google. */
import { google } from '../../shared/providers/google.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-google', google);
