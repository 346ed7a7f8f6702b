/** What a reader has chosen for this machine: the colours, and whether single keys are commands. */
import { effect, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const names = { theme: 'circle-theme', keys: 'circle-single-keys' } as const;

export const theme = signal<Theme>(themes.find((candidate) => candidate === localStorage.getItem(names.theme)) ?? 'auto');
/** Single keys as commands disturb those who dictate, so they can be switched off. */
export const singleKeys = signal(localStorage.getItem(names.keys) !== 'off');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(names.theme, theme.value);
});
effect(() => localStorage.setItem(names.keys, singleKeys.value ? 'on' : 'off'));
