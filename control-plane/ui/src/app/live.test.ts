import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLiveFeed, type Change } from './live';

class FakeSource extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(event: string, data = ''): void {
    this.dispatchEvent(new MessageEvent(event, { data }));
  }
}

let sources: FakeSource[] = [];
const open = (): EventSource => {
  sources.push(new FakeSource());
  return sources.at(-1) as unknown as EventSource;
};
const latest = (): FakeSource => sources.at(-1) as FakeSource;

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
});
afterEach(() => vi.useRealTimers());

it('a change reaches every listener until it unsubscribes', () => {
  const feed = createLiveFeed(open);
  const heard: Change[] = [];
  const leave = feed.subscribe((change) => heard.push(change));
  feed.start();
  latest().say('open');
  latest().say('task', '{"id":7,"state":"running"}');
  leave();
  latest().say('terminal', '{"id":1}');
  expect(heard).toEqual([{ topic: 'task', id: 7 }]);
  expect(feed.status.value).toBe('open');
});

it('an unreadable event counts as a change of anything', () => {
  const feed = createLiveFeed(open);
  const heard: Change[] = [];
  feed.subscribe((change) => heard.push(change));
  feed.start();
  latest().say('task', 'not json');
  latest().say('task', '{"id":"seven"}');
  expect(heard).toEqual([{ topic: 'task', id: null }, { topic: 'task', id: null }]);
});

it('a page that the server could not keep up to date catches up at once', () => {
  const feed = createLiveFeed(open);
  const heard: Change[] = [];
  feed.subscribe((change) => heard.push(change));
  feed.start();
  latest().say('missed', '{}');
  expect(heard).toEqual([{ topic: 'task', id: null }, { topic: 'terminal', id: null }]);
});

it('a broken stream is opened again with growing pauses', () => {
  const feed = createLiveFeed(open);
  feed.start();
  for (const pause of [1_000, 2_000, 4_000]) {
    latest().say('error');
    expect(feed.status.value).toBe('lost');
    const before = sources.length;
    vi.advanceTimersByTime(pause - 1);
    expect(sources.length).toBe(before);
    vi.advanceTimersByTime(1);
    expect(sources.length).toBe(before + 1);
  }
  expect(sources[0]?.closed).toBe(true);
});

it('after a gap everybody is told to catch up, and the pause starts small again', () => {
  const feed = createLiveFeed(open);
  const heard: Change[] = [];
  feed.subscribe((change) => heard.push(change));
  feed.start();
  latest().say('open');
  expect(heard).toEqual([]);
  latest().say('error');
  vi.advanceTimersByTime(1_000);
  latest().say('open');
  expect(heard).toEqual([{ topic: 'task', id: null }, { topic: 'terminal', id: null }]);
  latest().say('error');
  vi.advanceTimersByTime(1_000);
  expect(sources.length).toBe(3);
});

it('starting twice opens one stream; stopping closes it for good', () => {
  const feed = createLiveFeed(open);
  feed.start();
  feed.start();
  expect(sources.length).toBe(1);
  latest().say('error');
  feed.stop();
  vi.advanceTimersByTime(60_000);
  expect(sources.length).toBe(1);
  feed.start();
  expect(sources.length).toBe(2);
});
