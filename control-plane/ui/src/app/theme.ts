/** Light, dark or as the system says; the attribute on the root element drives `color-scheme` in the styles. */
import { ref } from 'vue';
import { recall, remember } from './storage';

export type Theme = 'system' | 'light' | 'dark';

function read(): Theme {
  const value = recall('theme');
  return value === 'light' || value === 'dark' ? value : 'system';
}

export const theme = ref<Theme>(read());

export function setTheme(next: Theme): void {
  theme.value = next;
  remember('theme', next);
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}
