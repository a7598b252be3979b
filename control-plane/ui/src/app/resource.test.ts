import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import type { Change, LiveFeed } from './live';
import { useResource } from './resource';

function fakeFeed(): LiveFeed & { tell(change: Change): void } {
  const listeners = new Set<(change: Change) => void>();
  return {
    status: ref('open' as const),
    start: () => undefined,
    stop: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (change) => listeners.forEach((listener) => listener(change)),
  };
}

let scope: EffectScope;
beforeEach(() => {
  vi.useFakeTimers();
  scope = effectScope();
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  Object.defineProperty(document, 'hidden', { value: false, configurable: true });
});

const inScope = <T>(make: () => T): T => scope.run(make) as T;

it('a slow first load shows itself after a blink, a quick one never', async () => {
  const feed = fakeFeed();
  let finish: (value: string) => void = () => undefined;
  const resource = inScope(() => useResource(() => new Promise<string>((resolve) => (finish = resolve)), { feed }));
  await vi.advanceTimersByTimeAsync(299);
  expect(resource.slow.value).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  expect(resource.slow.value).toBe(true);
  finish('here');
  await vi.advanceTimersByTimeAsync(0);
  expect(resource.slow.value).toBe(false);
  expect(resource.data.value).toBe('here');
});

it('a burst of changes becomes one fetch', async () => {
  const feed = fakeFeed();
  const fetch = vi.fn(async () => 1);
  inScope(() => useResource(fetch, { on: ['task'], feed }));
  for (let id = 0; id < 50; id++) feed.tell({ topic: 'task', id });
  feed.tell({ topic: 'terminal', id: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('only changes that concern it count, and gaps always do', async () => {
  const feed = fakeFeed();
  const fetch = vi.fn(async () => 1);
  inScope(() => useResource(fetch, { on: ['task'], concerns: (change) => change.id === 7, feed }));
  feed.tell({ topic: 'task', id: 8 });
  await vi.advanceTimersByTimeAsync(500);
  expect(fetch).toHaveBeenCalledTimes(1);
  feed.tell({ topic: 'task', id: null });
  await vi.advanceTimersByTimeAsync(500);
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('a hidden tab waits until it is looked at', async () => {
  const feed = fakeFeed();
  const fetch = vi.fn(async () => 1);
  inScope(() => useResource(fetch, { on: ['task'], feed }));
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  feed.tell({ topic: 'task', id: 1 });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  Object.defineProperty(document, 'hidden', { value: false, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('a late answer never replaces a newer one', async () => {
  const feed = fakeFeed();
  const waiting: ((value: string) => void)[] = [];
  const page = ref(1);
  const resource = inScope(() => useResource(() => new Promise<string>((resolve) => waiting.push(resolve)), { watch: [page], feed }));
  page.value = 2;
  await nextTick();
  waiting[1]?.('second');
  await vi.advanceTimersByTimeAsync(0);
  waiting[0]?.('first');
  await vi.advanceTimersByTimeAsync(0);
  expect(resource.data.value).toBe('second');
});

it('a failure keeps what was there and says what went wrong; the next success clears it', async () => {
  const feed = fakeFeed();
  let broken = false;
  const resource = inScope(() =>
    useResource(async () => {
      if (broken) throw new TypeError('Failed to fetch');
      return 'fine';
    }, { feed }),
  );
  await vi.advanceTimersByTimeAsync(0);
  broken = true;
  await resource.refresh();
  expect(resource.data.value).toBe('fine');
  expect(resource.problem.value?.code).toBe('unreachable');
  broken = false;
  await resource.refresh();
  expect(resource.problem.value).toBeNull();
});

it('leaving gives up the fetch and listens no more', async () => {
  const feed = fakeFeed();
  const signals: AbortSignal[] = [];
  const fetch = vi.fn((signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<number>(() => undefined);
  });
  inScope(() => useResource(fetch, { on: ['task'], feed }));
  scope.stop();
  expect(signals[0]?.aborted).toBe(true);
  feed.tell({ topic: 'task', id: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetch).toHaveBeenCalledTimes(1);
});
