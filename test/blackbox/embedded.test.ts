import { inProcess } from './in-process-target.ts';
import { circleSuite } from './suite.ts';

circleSuite(inProcess);
