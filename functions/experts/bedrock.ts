/** The experts behind the queue of bedrock. */
import { bedrock } from '../../shared/providers/bedrock.ts';
import { workerOnAws } from './worker.ts';

// called by the queue
export const handler = workerOnAws('experts-bedrock', bedrock);
