/**
 * Texts in the chosen language. Reading [`language`] makes templates follow a switch by themselves.
 * Knows nothing of what the texts are about.
 */
import { computed, ref } from 'vue';
import { remember, recall } from '../storage';
import type { Catalogue, TextKey, TextValues } from './catalogue';
import { en } from './en';
import { zhCN } from './zh-CN';

export type { TextKey } from './catalogue';
export type Language = 'zh-CN' | 'en';

const catalogues: Record<Language, Catalogue> = { 'zh-CN': zhCN, en };

function isLanguage(value: unknown): value is Language {
  return value === 'zh-CN' || value === 'en';
}

const stored = recall('language');
const chosen = ref<Language>(isLanguage(stored) ? stored : 'zh-CN');

/** The language in use. */
export const language = computed(() => chosen.value);

/** Switches the language and remembers it. */
export function setLanguage(next: Language): void {
  chosen.value = next;
  remember('language', next);
  document.documentElement.lang = next;
}

/** Takes over the account's language unless this browser has chosen one. */
export function suggestLanguage(code: string): void {
  if (!recall('language') && isLanguage(code)) chosen.value = code;
}

function look(catalogue: Catalogue, key: string): string | undefined {
  let node: unknown = catalogue;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Record<string, unknown>)[part];
  }
  return typeof node === 'string' ? node : undefined;
}

function fill(text: string, values: TextValues): string {
  const [one, many] = text.split('|');
  const chosenForm = many !== undefined && values.n !== 1 ? many : (one ?? text);
  return chosenForm.replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark));
}

/** The text for a key known at compile time. */
export function t(key: TextKey, values: TextValues = {}): string {
  return fill(look(catalogues[chosen.value], key) ?? key, values);
}

/** The text for a code that came over the wire; codes newer than this page show as `fallback` (or as they are). */
export function named(prefix: string, code: string, fallback: string = code): string {
  return look(catalogues[chosen.value], `${prefix}.${code}`) ?? fallback;
}

/** The text for a fixed English sentence of the server, e.g. in its logs; other sentences stay as they are. */
export function said(prefix: string, sentence: string): string {
  return named(prefix, sentence.replace(/\W+/g, '_'), sentence);
}

/** Whether a text exists for a wire code. */
export function hasText(key: string): boolean {
  return look(catalogues[chosen.value], key) !== undefined;
}
