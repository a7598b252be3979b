/** Facts about the device and the moment, as reactive values. */
import { onScopeDispose, readonly, ref, type Ref } from 'vue';

function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(query);
  const matches = ref(list.matches);
  const update = (): void => {
    matches.value = list.matches;
  };
  list.addEventListener('change', update);
  onScopeDispose(() => list.removeEventListener('change', update));
  return readonly(matches);
}

/** Too narrow for tables and a side bar. */
export const usePhone = (): Readonly<Ref<boolean>> => useMedia('(max-width: 767px)');

const now = ref(Date.now());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The time of day, ticking once a second while anybody looks. Unix ms. */
export function useNow(): Readonly<Ref<number>> {
  if (users++ === 0) {
    now.value = Date.now();
    timer = setInterval(() => (now.value = Date.now()), 1_000);
  }
  onScopeDispose(() => {
    if (--users === 0) clearInterval(timer);
  });
  return readonly(now);
}
