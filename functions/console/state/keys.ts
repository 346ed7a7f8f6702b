/** Keys that work everywhere, and the one place that listens to them. */
import { useEffect } from 'preact/hooks';
import { singleKeys } from './preferences.ts';

/** What a key does; true if it was used. */
export type KeyCommand = (event: KeyboardEvent) => boolean;

/** Every key and what it does, for the help. */
export const knownKeys = [
  ['n', 'ask a new question'],
  ['h', 'go to the history'],
  ['v', 'go to the reviews'],
  ['e', 'go to the experts'],
  ['r', 'go to the reliability of the experts'],
  ['p', 'go to the report'],
  ['s', 'go to the schedules'],
  ['/', 'search the history'],
  ['j and k', 'next and previous row of the history'],
  ['Enter', 'open the row'],
  ['Ctrl + Enter', 'send the question'],
  ['?', 'show this help'],
] as const;

/** Listens to single keys while the component is shown; keys typed into a field are text. */
export function useKeys(command: KeyCommand): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (command(event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [command]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null)
  );
}
