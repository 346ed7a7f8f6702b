/** What a reader has chosen for this machine: the colours, whether single keys are commands, and the name under which feedback is given. */
import { effect, signal } from '@preact/signals';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const names = { theme: 'circle-theme', keys: 'circle-single-keys', own: 'circle-own-name' } as const;

export const theme = signal<Theme>(themes.find((candidate) => candidate === localStorage.getItem(names.theme)) ?? 'auto');
/** Single keys as commands disturb those who dictate, so they can be switched off. */
export const singleKeys = signal(localStorage.getItem(names.keys) !== 'off');

/** Who gives feedback here; empty where nobody has said so. */
export const ownName = signal(localStorage.getItem(names.own) ?? '');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  localStorage.setItem(names.theme, theme.value);
});
effect(() => localStorage.setItem(names.keys, singleKeys.value ? 'on' : 'off'));
effect(() => localStorage.setItem(names.own, ownName.value));
