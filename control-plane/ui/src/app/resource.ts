/**
 * Something fetched from the server and kept fresh: first load, live changes, coming back to a hidden tab.
 * Knows nothing of what it holds.
 */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue';
import { isAborted, Problem } from '@/api/problem';
import { live, type Change, type LiveFeed, type Topic } from './live';

export interface Resource<T> {
  data: Ref<T | null>;
  problem: Ref<Problem | null>;
  /** True while the first answer is awaited for longer than a blink; time to show a skeleton. */
  slow: Ref<boolean>;
  /** When the last answer came, Unix ms. */
  loadedAt: Ref<number | null>;
  refresh(): Promise<void>;
}

interface Options {
  /** Which changes make it fetch again. */
  on?: readonly Topic[];
  /** Narrows the changes, e.g. to the one task that is shown. */
  concerns?: (change: Change) => boolean;
  /** Fetched anew when one of these changes. */
  watch?: WatchSource[];
  feed?: LiveFeed;
}

const blinkMs = 300;
/** Bursts of changes become one fetch. */
const gatherMs = 250;

export function useResource<T>(fetch: (signal: AbortSignal) => Promise<T>, options: Options = {}): Resource<T> {
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const slow = ref(false);
  const loadedAt = ref<number | null>(null);
  let newest: AbortController | null = null;

  async function refresh(): Promise<void> {
    newest?.abort();
    const mine = new AbortController();
    newest = mine;
    const blink = setTimeout(() => (slow.value = data.value === null), blinkMs);
    try {
      const value = await fetch(mine.signal);
      if (newest !== mine) return;
      data.value = value;
      problem.value = null;
      loadedAt.value = Date.now();
    } catch (thrown) {
      if (newest === mine && !isAborted(thrown)) problem.value = Problem.from(thrown);
    } finally {
      clearTimeout(blink);
      if (newest === mine) slow.value = false;
    }
  }

  followChanges(() => void refresh(), options);
  if (options.watch) watch(options.watch, () => void refresh());
  onScopeDispose(() => newest?.abort());
  void refresh();
  return { data, problem, slow, loadedAt, refresh };
}

/** Calls `refresh` after relevant changes, gathered; a hidden tab waits until it is looked at. */
function followChanges(refresh: () => void, { on = [], concerns = () => true, feed = live }: Options): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stale = false;

  const unsubscribe = feed.subscribe((change) => {
    if (!on.includes(change.topic) || !(change.id === null || concerns(change))) return;
    if (document.hidden) stale = true;
    else timer ??= setTimeout(run, gatherMs);
  });

  function run(): void {
    timer = undefined;
    refresh();
  }
  function seen(): void {
    if (document.hidden || !stale) return;
    stale = false;
    refresh();
  }

  document.addEventListener('visibilitychange', seen);
  onScopeDispose(() => {
    unsubscribe();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  });
}
