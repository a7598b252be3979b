/** List filters that live in the address, so that a view can be kept, shared and gone back to. */
import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

export interface UrlFilters<Name extends string> {
  values: ComputedRef<Record<Name, string[]>>;
  /** The first value of one filter, or an empty string. */
  one(name: Name): string;
  set(changes: Partial<Record<Name, string | string[]>>): void;
  clear(): void;
  active: ComputedRef<boolean>;
}

export function useUrlFilters<Name extends string>(names: readonly Name[]): UrlFilters<Name> {
  const route = useRoute();
  const router = useRouter();

  const values = computed(() => {
    const read = (name: Name): string[] => [route.query[name] ?? []].flat().filter((value): value is string => !!value);
    return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string[]>;
  });

  function set(changes: Partial<Record<Name, string | string[]>>): void {
    const merged = Object.entries({ ...route.query, ...changes } as Record<string, string | string[] | null>);
    const query = Object.fromEntries(merged.filter(([, value]) => value !== null && value.length > 0));
    void router.replace({ query });
  }

  return {
    values,
    one: (name) => values.value[name][0] ?? '',
    set,
    clear: () => set(Object.fromEntries(names.map((name) => [name, ''])) as Record<Name, string>),
    active: computed(() => names.some((name) => values.value[name].length > 0)),
  };
}
