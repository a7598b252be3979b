/**
 * The server's event stream: says *that* something changed, never what; listeners fetch again.
 * Opens again with growing pauses when it breaks, and tells everybody to catch up after that.
 */
import { readonly, ref, type Ref } from 'vue';

export type Topic = 'task' | 'terminal';
/** `id` is null after a gap in the stream, when anything may have changed. */
export interface Change {
  topic: Topic;
  id: number | null;
}
export type LiveStatus = 'connecting' | 'open' | 'lost';
type Listener = (change: Change) => void;

export interface LiveFeed {
  status: Readonly<Ref<LiveStatus>>;
  start(): void;
  stop(): void;
  subscribe(listener: Listener): () => void;
}

const topics: readonly Topic[] = ['task', 'terminal'];
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** `open` is a parameter so that tests can play the server. */
export function createLiveFeed(open: () => EventSource): LiveFeed {
  const status = ref<LiveStatus>('connecting');
  const listeners = new Set<Listener>();
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  let missed = false;

  const tell = (change: Change): void => listeners.forEach((listener) => listener(change));

  const catchUp = (): void => topics.forEach((topic) => tell({ topic, id: null }));

  function opened(): void {
    status.value = 'open';
    pauseMs = firstPauseMs;
    if (missed) catchUp();
    missed = false;
  }

  function broken(): void {
    source?.close();
    source = null;
    status.value = 'lost';
    missed = true;
    timer = setTimeout(connect, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }

  function connect(): void {
    source = open();
    source.addEventListener('open', opened);
    source.addEventListener('error', broken);
    source.addEventListener('missed', catchUp);
    for (const topic of topics) {
      source.addEventListener(topic, (event) => tell({ topic, id: readId((event as MessageEvent<string>).data) }));
    }
  }

  return {
    status: readonly(status),
    start() {
      if (!source && timer === undefined) connect();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      source?.close();
      source = null;
      status.value = 'connecting';
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readId(data: string): number | null {
  try {
    const body: unknown = JSON.parse(data);
    const id = typeof body === 'object' && body !== null ? (body as { id?: unknown }).id : null;
    return typeof id === 'number' ? id : null;
  } catch {
    return null;
  }
}

/** The page's one stream. */
export const live = createLiveFeed(() => new EventSource('/api/v1/events'));
