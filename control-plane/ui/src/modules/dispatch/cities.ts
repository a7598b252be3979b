/** Cities and airports: one list, fetched once, for names everywhere and for the search in the form. */
import { computed, shallowRef } from 'vue';
import { answer, api } from '@/api/client';
import type { City } from '@/api/types';
import { language } from '@/app/i18n';

const list = shallowRef<readonly City[]>([]);
/** All of them, as far as they are there. */
export const cities = computed(() => list.value);
const byCode = computed(() => new Map(list.value.map((city) => [city.code, city])));
let loading: Promise<void> | null = null;

/** Starts fetching the list unless that was done; a failure is tried again at the next call. */
export function loadCities(): Promise<void> {
  loading ??= answer(api.GET('/api/v1/cities')).then(
    (found) => void (list.value = found.items),
    () => void (loading = null),
  );
  return loading;
}

export function findCity(code: string): City | null {
  return byCode.value.get(code.toUpperCase()) ?? null;
}

/** The name in the page's language; the code itself while names are not there or not known. */
export function cityName(code: string): string {
  const city = findCity(code);
  return (language.value === 'en' ? city?.name_en : city?.name_zh) || code;
}

/** Matches by code, Chinese or English name; exact codes first, then names that start so. */
export function searchCities(text: string, among: readonly City[] = list.value, limit = 50): City[] {
  const words = text.trim().toLowerCase();
  if (words === '') return among.slice(0, limit);
  const scored = among.map((city) => ({ city, rank: rank(city, words) })).filter(({ rank }) => rank < worst);
  return scored.sort((a, b) => a.rank - b.rank).slice(0, limit).map(({ city }) => city);
}

const worst = 9;

function rank(city: City, words: string): number {
  const code = city.code.toLowerCase();
  const english = city.name_en.toLowerCase();
  if (code === words) return 0;
  if (city.name_zh === words || english === words) return 1;
  if (city.name_zh.startsWith(words)) return 2;
  if (english.startsWith(words)) return 3;
  if (code.startsWith(words)) return 4;
  if (city.city.toLowerCase() === words) return 5;
  return city.name_zh.includes(words) || english.includes(words) ? 6 : worst;
}
