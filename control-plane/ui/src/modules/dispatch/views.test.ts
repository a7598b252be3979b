import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { journeysFor, resultFor } from '../../../dev/flights.mjs';
import type { Delivery, Task } from '@/api/types';
import { live } from '@/app/live';
import CallbackList from '@/modules/webhooks/CallbackList.vue';
import { mount, settled, words, type Mounted } from '@/testing/mount';
import { json, playServer } from '@/testing/server';
import type { Availability } from './av';
import ClassChips from './ClassChips.vue';
import FlightList from './FlightList.vue';
import NewQueryPage from './NewQueryPage.vue';
import RawScreens from './RawScreens.vue';
import RunningView from './RunningView.vue';
import TaskOutcome from './TaskOutcome.vue';
import TaskPage from './TaskPage.vue';

let mounted: Mounted;
const cities = { items: [
  { code: 'PEK', name_zh: '北京首都', name_en: 'Beijing Capital', city: 'BJS' },
  { code: 'SHA', name_zh: '上海虹桥', name_en: 'Shanghai Hongqiao', city: 'SHA' },
  { code: 'CTU', name_zh: '成都双流', name_en: 'Chengdu', city: 'CTU' },
] };
const rest = { 'GET /api/v1/tasks/7/deliveries': { items: [] }, 'GET /api/v1/cities': cities, 'GET /api/v1/terminals': { items: [] } };
const params = { depCity: 'PEK', arrCity: 'SHA', depDate: '2026-11-25' };

function task(more: Partial<Task> = {}): Task {
  return {
    id: 7, kind: 'query_av', state: 'pending', source: 'page', summary: params, customer: '管理员', terminal: null, step: null, created_at: 1, assigned_at: null, started_at: null,
    finished_at: null, error: null, result: null, request_id: null, callback_url: null, priority: 5, attempts: 0, log: [{ at: 1, state: 'pending', message: '已受理', terminal_id: null, lease: null }],
    reports: [], transcript: [], steps: [], ...more,
  };
}
const find = (selector: string): HTMLElement => mounted.root.querySelector(selector) as HTMLElement;
const all = (selector: string): string[] => [...mounted.root.querySelectorAll(selector)].map(words);

beforeEach(() => void playServer(rest));
afterEach(() => {
  mounted.unmount();
  vi.unstubAllGlobals();
});

describe('the flights', () => {
  const av = (): Availability => resultFor(params).av as unknown as Availability;

  it('are told with names, times, next-day marks, aircraft and meals', async () => {
    mounted = await mount(FlightList, { av: av() });
    await settled();
    const journeys = all('[data-testid=journey]');
    expect(journeys).toHaveLength(journeysFor('PEK', 'SHA').length);
    expect(journeys[0]).toMatch(/CA1831.*国航.*07:30.*北京首都.*T3.*2:15.*直飞.*09:45.*上海虹桥.*空客 A330.*早餐/);
    expect(journeys[1]).toContain('实际承运 CA1831');
    expect(journeys[4]).toContain('经停 1 次');
    expect(journeys.at(-1)).toMatch(/00:45\+1.*无电子客票/);
  });

  it('keep the legs of a connection together', async () => {
    mounted = await mount(FlightList, { av: av() });
    await settled();
    const connection = all('[data-testid=journey]').find((text) => text.includes('联程'));
    expect(connection).toMatch(/联程 2 段.*CA4194.*在成都双流转机.*3U8887.*02:00\+1/);
  });

  it('can leave out code-shares', async () => {
    mounted = await mount(FlightList, { av: av() });
    find('input[role=switch]').click();
    await settled();
    expect(all('[data-testid=journey]').join()).not.toContain('实际承运');
  });

  it('that are none say what to do', async () => {
    mounted = await mount(FlightList, { av: { ...av(), journeys: [] } });
    expect(words(mounted.root)).toContain('换个日期');
  });
});

it('class chips carry words for ears and tooltips', async () => {
  mounted = await mount(ClassChips, { classes: ['YA', 'M3', 'KL'], subClasses: ['M1S'] });
  expect(all('li .sr-only')).toEqual(['Y 舱：多于 9 个座位', 'M 舱：3 个座位', 'K 舱：只能候补', 'M1 舱：已售至限额']);
  expect(find('li').title).toBe('Y 舱：多于 9 个座位');
});

it('raw screens turn page by page and stay on a page that exists', async () => {
  mounted = await mount(RawScreens, { screens: ['first page', 'second page'], transcript: [] });
  expect(words(find('pre'))).toBe('first page');
  const [back, forth] = [...mounted.root.querySelectorAll('button')];
  expect(back?.disabled).toBe(true);
  forth?.click();
  await settled();
  expect(words(find('pre'))).toBe('second page');
  expect(forth?.disabled).toBe(true);
});

it('a run without a result shows what was typed and what came', async () => {
  mounted = await mount(RawScreens, { screens: [], transcript: [{ command: 'RT:KABC12', sent_at: 1, took_ms: 640, screen: 'NO PNR' }] });
  expect(words(mounted.root)).toContain('RT:KABC12');
  expect(words(find('pre'))).toBe('NO PNR');
});

describe('callbacks', () => {
  const delivery: Delivery = {
    id: 5, state: 'failed', url: 'https://partner.example.com/hook', next_at: null, created_at: 1,
    attempts: [{ at: 1, status: 503, latency_ms: 20, error: null, response: 'busy' }, { at: 2, status: null, latency_ms: 10_000, error: '没有答复', response: null }],
  };

  it('show every attempt and can be sent again', async () => {
    const { requests } = playServer({
      'GET /api/v1/tasks/7/deliveries': () => json({ items: [{ ...delivery, state: state() }] }),
      'POST /api/v1/deliveries/5/replay': () => new Response(null, { status: 202 }),
    });
    const state = (): string => (requests.some((request) => request.method === 'POST') ? 'pending' : 'failed');
    mounted = await mount(CallbackList, { taskId: 7 });
    await settled();
    expect(words(mounted.root)).toMatch(/将重试.*第 1 次.*HTTP 503.*busy.*第 2 次.*没有答复/);
    find('button').click();
    await settled();
    expect(requests.find((request) => request.method === 'POST')?.headers.get('x-waystation')).toBe('1');
    await settled();
    expect(words(mounted.root)).toContain('等待发送');
  });
});

describe('a task without a result', () => {
  it.each<[Partial<Task>, string[]]>([
    [{ state: 'failed', error: { code: 'x', message: '主机答复 FORMAT', detail: '', retry_safe: true } }, ['主机答复 FORMAT', '可以放心重试']],
    [{ state: 'failed', error: { code: 'class_not_sold', message: '没有预订', detail: 'UNABLE', retry_safe: true } }, ['这个舱位没有座位可卖', 'UNABLE', '可以放心重试']],
    [{ state: 'failed', error: { code: 'terminal_locked', message: '', detail: '', retry_safe: true } }, ['桌面已锁定']],
    [{ state: 'failed', error: { code: 'x', message: '断线', detail: '', retry_safe: false } }, ['不要直接重试']],
    [{ state: 'cancelled' }, ['已取消']],
  ])('%j says %j', async (more, texts) => {
    mounted = await mount(TaskOutcome, { task: task(more) });
    for (const text of texts) expect(words(mounted.root)).toContain(text);
  });
});

describe('a task under way', () => {
  const entry = (message: string): Task['log'][number] => ({ at: 1, state: 'running', message, terminal_id: 3, lease: 1 });

  it.each<[Partial<Task>, string]>([
    [{ state: 'pending' }, '等待空闲的终端'],
    [{ state: 'assigned' }, '正在取走任务'],
    [{ state: 'running', step: '第 2 页', started_at: 1 }, '第 2 页'],
  ])('%j says %s', async (more, text) => {
    mounted = await mount(RunningView, { task: task(more) });
    expect(words(mounted.root)).toContain(text);
    expect(mounted.root.querySelector('[data-testid=past-return]')).toBeNull();
  });

  it('lists its steps and says when there is no way back', async () => {
    mounted = await mount(RunningView, { task: task({ state: 'running', started_at: 1, step: 'ETDZ:1', log: [entry('RT:KABC12'), entry('PAT:A'), entry('ETDZ:1')] }) });
    expect(all('ol li').map((step) => step.replace(/ ?\d\d:\d\d:\d\d/, ''))).toEqual(['RT:KABC12', 'PAT:A']);
    expect(words(find('[data-testid=past-return]'))).toContain('不可撤回点');
  });
});

describe('the page of a task', () => {
  it('follows the task live from waiting to its flights', async () => {
    let now = task();
    let tell: (change: { topic: 'task'; id: number }) => void = () => undefined;
    vi.spyOn(live, 'subscribe').mockImplementation((listener) => {
      const before = tell;
      tell = (change) => [before, listener].forEach((each) => each(change));
      return () => undefined;
    });
    playServer({ ...rest, 'GET /api/v1/tasks/7': () => json(now) });
    mounted = await mount(TaskPage, {}, '/task/7');
    await settled();
    expect(words(find('h1'))).toContain('待分配');
    expect(mounted.root.querySelector('[data-testid=journey]')).toBeNull();

    now = task({ state: 'done', started_at: 2, finished_at: 3, result: resultFor(params) });
    tell({ topic: 'task', id: 7 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await settled();
    expect(words(find('h1'))).toContain('已完成');
    expect(all('[data-testid=journey]')[0]).toContain('CA1831');
    expect(words(find('[data-testid=raw-screen]'))).toContain('AVH/PEKSHA');
    vi.restoreAllMocks();
  });

  it('shows late reports that did not count', async () => {
    const reports = [{ received_at: 3, lease: 2, status: 'done', applied: true }, { received_at: 9, lease: 1, status: 'done', applied: false }];
    playServer({ ...rest, 'GET /api/v1/tasks/7': task({ state: 'done', reports }) });
    mounted = await mount(TaskPage, {}, '/task/7');
    await settled();
    expect(words(mounted.root)).toMatch(/租约 2 *已采用.*租约 1 *仅记录/);
  });

  it('tells the steps of a run by what was done, and the terminal once', async () => {
    const on = { terminal_id: 3, lease: 1 };
    const log = [
      { at: 1_000, state: 'pending' as const, message: 'submitted', terminal_id: null, lease: null },
      { at: 1_200, state: 'assigned' as const, message: 'assigned', terminal_id: 3, lease: null },
      { at: 2_000, state: 'running' as const, message: 'started', ...on },
      { at: 2_700, state: 'running' as const, message: '第 1 页：AVH/PEKSHA', ...on },
      { at: 3_000, state: 'done' as const, message: '', ...on },
    ];
    playServer({ ...rest, 'GET /api/v1/terminals': { items: [{ id: 3, name: '柜台一' }] }, 'GET /api/v1/tasks/7': task({ state: 'done', log }) });
    mounted = await mount(TaskPage, {}, '/task/7');
    await settled();
    const steps = all('ol > li').map((step) => step.replace(/ ?\d\d:\d\d:\d\d ?/, ' | '));
    expect(steps).toEqual([
      '待分配 | 已受理', '已分配 | 柜台一 · 选定空闲的终端 +200 毫秒', '执行中 | 终端已取走任务 +800 毫秒', '第 1 页：AVH/PEKSHA | +700 毫秒', '已完成 | +300 毫秒',
    ]);
  });

  it('says so when there is no such task', async () => {
    mounted = await mount(TaskPage, {}, '/task/8');
    await settled();
    expect(words(mounted.root)).toContain('没有这个任务');
  });
});

describe('the form', () => {
  const at = '/new-query?dep_city=PEK&arr_city=SHA';

  it('sends once with its key and goes to the live task', async () => {
    const { requests } = playServer({ ...rest, 'POST /api/v1/tasks/query-av': () => json({ id: 99 }, 201), 'GET /api/v1/tasks': { items: [], next_cursor: null } });
    mounted = await mount(NewQueryPage, {}, at);
    await settled();
    find('form').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
    find('form').dispatchEvent(new Event('submit'));
    await settled();
    const sent = requests.filter((request) => request.method === 'POST');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(mounted.router.currentRoute.value.fullPath).toBe('/task/99');
  });

  it('shows a refusal at the field it is about', async () => {
    const refusal = { status: 422, code: 'unknown_city', title: 'x', detail: '没有这个城市', field: 'arr_city' };
    playServer({ ...rest, 'POST /api/v1/tasks/query-av': () => json(refusal, 422), 'GET /api/v1/tasks': { items: [], next_cursor: null } });
    mounted = await mount(NewQueryPage, {}, at);
    await settled();
    find('form').dispatchEvent(new Event('submit'));
    await settled();
    const faulty = find('[aria-invalid=true]');
    expect(words(document.getElementById(faulty.getAttribute('aria-describedby') ?? '') as Element)).toBe('没有这个城市');
    expect(mounted.router.currentRoute.value.name).toBe('new-query');
  });
});
