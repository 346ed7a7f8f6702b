/** Light, dark, or as the system says. */
import { type Theme, theme, themes } from '../state/preferences.ts';

const labels: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  return (
    <select
      class="quiet"
      aria-label="Colours"
      value={theme.value}
      onChange={(event) => {
        theme.value = themes.find((candidate) => candidate === event.currentTarget.value) ?? 'auto';
      }}
    >
      {themes.map((choice) => (
        <option key={choice} value={choice}>
          {labels[choice]}
        </option>
      ))}
    </select>
  );
}
