/** The filtered list of tasks, page by page, kept fresh as far as it is shown. */
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { answer, api } from '@/api/client';
import type { TaskPage, TaskQuery, TaskRow } from '@/api/types';
import { useResource, type Resource } from '@/app/resource';

const pageSize = 50;
/** More pages than these are not fetched again on every change. */
const freshPages = 4;
const exportLimit = 5_000;

interface Shown {
  items: TaskRow[];
  next: number | null;
  counts: TaskPage['counts'];
}

const fetchPage = (query: TaskQuery, signal?: AbortSignal): Promise<TaskPage> =>
  answer(api.GET('/api/v1/tasks', { params: { query }, signal }));

async function fetchPages(query: TaskQuery, pages: number, signal?: AbortSignal): Promise<Shown> {
  let page = await fetchPage({ ...query, limit: pageSize }, signal);
  const { counts } = page;
  const items = [...page.items];
  for (let fetched = 1; fetched < pages && page.next_cursor; fetched++) {
    page = await fetchPage({ ...query, limit: pageSize, cursor: page.next_cursor }, signal);
    items.push(...page.items);
  }
  return { items, next: page.next_cursor ?? null, counts };
}

export interface TaskList extends Resource<Shown> {
  loadingMore: Ref<boolean>;
  loadMore(): Promise<void>;
  hasMore: ComputedRef<boolean>;
}

export function useTaskList(query: () => TaskQuery): TaskList {
  const pages = ref(1);
  const key = computed(() => JSON.stringify(query()));
  let shownFor = key.value;

  const list = useResource<Shown>(
    (signal) => {
      if (shownFor !== key.value) pages.value = 1;
      shownFor = key.value;
      return fetchPages(query(), Math.min(pages.value, freshPages), signal);
    },
    { on: ['task'], watch: [key] },
  );

  const loadingMore = ref(false);
  async function loadMore(): Promise<void> {
    const shown = list.data.value;
    if (!shown?.next || loadingMore.value) return;
    loadingMore.value = true;
    try {
      const page = await fetchPage({ ...query(), limit: pageSize, cursor: shown.next });
      pages.value += 1;
      list.data.value = { ...shown, items: [...shown.items, ...page.items], next: page.next_cursor ?? null };
    } finally {
      loadingMore.value = false;
    }
  }

  return { ...list, loadingMore, loadMore, hasMore: computed(() => !!list.data.value?.next) };
}

/** Everything the filters match; bounded. */
export async function fetchAll(query: TaskQuery, signal?: AbortSignal): Promise<TaskRow[]> {
  return (await fetchPages(query, exportLimit / pageSize, signal)).items;
}
