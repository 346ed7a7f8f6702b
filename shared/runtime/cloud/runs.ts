/** The runs of a deployed function. */
import { dynamoRuns } from '../../adapters/aws/dynamo-runs.ts';
import type { OpenPort } from './part.ts';
import { tableOf } from './table.ts';
import { textsOf } from './texts.ts';

/** Runs on the table of the stage, with their large questions in its bucket. */
export const openRuns: OpenPort<'runs'> = (surroundings) => dynamoRuns(tableOf(surroundings), textsOf(surroundings));
