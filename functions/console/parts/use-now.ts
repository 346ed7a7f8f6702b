/** The present moment for what counts up before somebody's eyes: whoever sets the clock meanwhile makes no count jump. */
import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Epoch milliseconds, looked at every `everyMs`: by the clock at first, and from then on by the time that passes. */
export function useNow(everyMs: number): Signal<number> {
  const now = useSignal(Date.now());
  useEffect(() => {
    const ahead = now.value - performance.now();
    const timer = setInterval(() => {
      now.value = ahead + performance.now();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
