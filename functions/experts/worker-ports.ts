/** What is outside of an expert function. */
import type { Ports } from '../../shared/ports/ports.ts';

/** What every expert function works on; the worker's entry point lists the same. */
export type WorkerPorts = Pick<Ports, 'runs' | 'opinions' | 'queue' | 'workflow' | 'consensus' | 'vault' | 'knowledge' | 'clock' | 'log'>;
