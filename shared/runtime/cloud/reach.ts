/** Whether servers answer a deployed function. */
import { httpReach } from '../../adapters/node/http-reach.ts';
import type { OpenPort } from './part.ts';

/** The same as on a computer: plain HTTP. */
export const openReach: OpenPort<'reach'> = () => httpReach;
