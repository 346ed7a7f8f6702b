/** Events inside one process. */
import { EventEmitter } from 'node:events';
import { type ConsultationEnded, consultationEnded } from '../../contract/workflow.ts';
import type { Bus } from '../../ports/bus.ts';

/** The bus port, and the listeners' side of it. */
export interface LocalBus extends Bus {
  /** Calls `listener` for each event until the returned function is called. */
  subscribe(listener: (event: ConsultationEnded) => void): () => void;
}

/** An event that nobody listens to is dropped, as on EventBridge. */
export function localBus(): LocalBus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    async publish(event) {
      emitter.emit('event', consultationEnded.parse(event));
    },
    subscribe(listener) {
      emitter.on('event', listener);
      return () => emitter.off('event', listener);
    },
  };
}
