import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { City } from '@/api/types';
import { setLanguage } from '@/app/i18n';
import { playServer } from '@/testing/server';
import { queryAgain } from './again';
import { aircraftFamily, carrierName, carrierOf } from './carriers';
import { cityName, findCity, loadCities, searchCities } from './cities';
import { errorDetail, errorTitle } from './errors';
import { paramRows } from './params';
import { dayAhead, faultsOf, recentRoutes, toRequest, type QueryForm } from './queryForm';
import { isCancellable, isFinal, stateTone, taskStates, timeTaken } from './states';
import { summaryDetail, summaryTitle } from './summary';
import { toTaskQuery, type FilterName } from './taskQuery';

const city = (code: string, name_zh: string, name_en: string, of = code): City => ({ code, name_zh, name_en, city: of });
const cities = [
  city('CAN', '广州', 'Guangzhou'), city('PEK', '北京首都', 'Beijing Capital', 'BJS'), city('PKX', '北京大兴', 'Beijing Daxing', 'BJS'),
  city('BJS', '北京', 'Beijing', 'BJS'), city('SHA', '上海虹桥', 'Shanghai Hongqiao', 'SHA'),
];

afterEach(() => {
  vi.unstubAllGlobals();
  setLanguage('zh-CN');
});

describe('the search for a city', () => {
  const codes = (text: string): string[] => searchCities(text, cities).map((found) => found.code);

  it('puts an exact code first', () => expect(codes('pek')[0]).toBe('PEK'));
  it('finds Chinese names, the whole name first', () => expect(codes('北京')).toEqual(['BJS', 'PEK', 'PKX']));
  it('finds English names from their start', () => expect(codes('shang')).toEqual(['SHA']));
  it('finds the airports of a city code', () => expect(codes('bjs')).toEqual(['BJS', 'PEK', 'PKX']));
  it('finds a name by its middle', () => expect(codes('虹桥')).toEqual(['SHA']));
  it('offers all for nothing and nothing for nonsense', () => {
    expect(codes('  ')).toHaveLength(cities.length);
    expect(codes('zzz')).toEqual([]);
  });
});

describe('with the cities loaded', () => {
  beforeEach(async () => {
    playServer({ 'GET /api/v1/cities': { items: cities } });
    await loadCities();
  });

  it('a task is told by names, in either language', () => {
    const task = { kind: 'query_av', summary: { depCity: 'PEK', arrCity: 'SHA', depDate: '2026-11-25', depTime: '0800', airline: 'CA', direct: true } };
    expect(summaryTitle(task)).toBe('查航班 北京首都 → 上海虹桥');
    expect(summaryDetail(task)).toMatch(/^11月25日.* 08:00 · 国航 · 直飞$/);
    setLanguage('en');
    expect(summaryTitle(task)).toBe('Availability Beijing Capital → Shanghai Hongqiao');
    expect(summaryDetail(task)).toMatch(/Air China · Non-stop$/);
  });

  it('unknown codes stay codes', () => {
    expect(cityName('XYZ')).toBe('XYZ');
    expect(findCity('pek')?.code).toBe('PEK');
    expect(findCity('')).toBeNull();
  });
});

it('a task of another kind is told by its locator, an unknown one by its kind', () => {
  expect(summaryTitle({ kind: 'issue_ticket', summary: { pnr: 'KXYZ88' } })).toBe('出票 KXYZ88');
  expect(summaryTitle({ kind: 'brew_tea', summary: null })).toBe('brew_tea');
});

it('airlines and aircraft have names, also those that start with a digit', () => {
  expect(carrierName(carrierOf('3U8887'))).toBe('四川航空');
  expect(carrierName('XX')).toBe('XX');
  expect(aircraftFamily('33A')).toBe('空客 A330');
  expect(aircraftFamily('738')).toBe('波音 737');
  expect(aircraftFamily('919')).toBe('商飞 C919');
  expect(aircraftFamily('ZZZ')).toBeNull();
});

describe('a state', () => {
  it('is known by colour, and new ones look neutral', () => {
    expect(stateTone('unknown')).toBe('unk');
    expect(stateTone('dreaming')).toBe('soft');
  });

  it('is either final, cancellable or waiting for a person', () => {
    for (const state of taskStates) expect([isFinal(state), isCancellable(state), state === 'unknown'].filter(Boolean), state).toHaveLength(1);
  });

  it('runs the clock from the start to the end', () => {
    expect(timeTaken({ state: 'pending', started_at: null, finished_at: null }, 100)).toBeNull();
    expect(timeTaken({ state: 'running', started_at: 40, finished_at: null }, 100)).toBe(60);
    expect(timeTaken({ state: 'done', started_at: 40, finished_at: 70 }, 100)).toBe(30);
  });
});

describe('the form', () => {
  const today = new Date(2026, 10, 20);
  const form = (more: Partial<QueryForm> = {}): QueryForm => ({
    from: cities[1] ?? null, to: cities[4] ?? null, date: '2026-11-25', time: '', airline: '', cabin: '', direct: false, where: 'auto', terminalId: null, officeNo: '', ...more,
  });

  it('has no faults when cities and date are there', () => expect(faultsOf(form(), today)).toEqual({}));

  it.each<[Partial<QueryForm>, string]>([
    [{ from: null }, 'dep_city'], [{ to: null }, 'arr_city'], [{ to: cities[1] }, 'arr_city'], [{ date: '' }, 'dep_date'], [{ date: '2026-11-19' }, 'dep_date'],
    [{ airline: 'C' }, 'airline'], [{ airline: 'C/' }, 'airline'], [{ cabin: '1' }, 'cabin'], [{ where: 'terminal' }, 'terminal_id'], [{ where: 'office' }, 'office_no'],
  ])('%j is a fault of %s', (more, field) => {
    expect(Object.keys(faultsOf(form(more), today))).toEqual([field]);
  });

  it('accepts today', () => expect(faultsOf(form({ date: '2026-11-20' }), today)).toEqual({}));

  it('sends only what was asked for', () => {
    expect(toRequest(form())).toEqual({ dep_city: 'PEK', arr_city: 'SHA', dep_date: '2026-11-25' });
    expect(toRequest(form({ airline: 'ca', cabin: 'y', time: '08:00', direct: true, where: 'terminal', terminalId: 3, officeNo: 'PEK099' }))).toEqual({
      dep_city: 'PEK', arr_city: 'SHA', dep_date: '2026-11-25', dep_time: '0800', airline: 'CA', cabin: 'Y', direct: true, terminal_id: 3,
    });
  });

  it('counts days over the end of a month', () => expect(dayAhead(11, today)).toBe('2026-12-01'));

  it('offers each recent route once, the newest first', () => {
    const task = (depCity: string, arrCity: string): { summary: unknown } => ({ summary: { depCity, arrCity } });
    const tasks = [task('PEK', 'SHA'), task('SHA', 'PEK'), task('PEK', 'SHA'), { summary: null }, { summary: { pnr: 'X' } }];
    expect(recentRoutes(tasks)).toEqual([{ from: 'PEK', to: 'SHA' }, { from: 'SHA', to: 'PEK' }]);
  });
});

it('a query is asked again with what it had', () => {
  const params = { depCity: 'PEK', arrCity: 'SHA', depDate: '2026-11-25', depTime: '0800', airline: null, direct: true, cabin: '' };
  expect(queryAgain(params)).toEqual({ dep_city: 'PEK', arr_city: 'SHA', dep_date: '2026-11-25', dep_time: '0800', direct: '1' });
  expect(queryAgain({ pnr: 'KXYZ88' })).toEqual({});
});

describe('filters in the address', () => {
  const values = (more: Partial<Record<FilterName, string[]>>): Record<FilterName, string[]> => ({
    state: [], kind: [], terminal_id: [], office_no: [], source: [], q: [], from: [], to: [], ...more,
  });

  it('become the query of the list', () => {
    const query = toTaskQuery(values({ state: ['done', 'failed'], terminal_id: ['3'], q: ['PEK'], from: ['2026-11-25'], to: ['2026-11-25'] }));
    expect(query).toMatchObject({ state: 'done,failed', terminal_id: 3, q: 'PEK' });
    expect(Number(query.to) - Number(query.from)).toBe(24 * 3_600_000);
  });

  it('that make no sense are left out', () => {
    expect(toTaskQuery(values({ terminal_id: ['abc'], from: ['soon'] }))).toEqual({});
  });
});

describe('a task on a PNR in words', () => {
  const booking = {
    segments: [{ flightNo: 'CA4193', cabin: 'G', depDate: '2026-11-25', depCity: 'XXA', arrCity: 'XXB' }, { flightNo: 'CA1', cabin: 'Y', depDate: '2026-11-26', depCity: 'XXB', arrCity: 'XXC' }],
    passengers: [{ name: '林青禾', type: 'ADT', idType: 'NI', idNo: '999999199001010011' }],
    contact: { mobile: '13000000001' },
    ticketLimit: '2026-11-24 12:00',
    group: { name: 'DEMOTOUR', size: 23 },
  };
  const told = (summary: Record<string, unknown>): Record<string, string> => Object.fromEntries(paramRows(summary).map((row) => [row.label, row.lines.join('; ')]));

  it('is told by route and names', () => {
    expect(summaryTitle({ kind: 'book_pnr', summary: booking })).toBe('预订 XXA → XXC');
    expect(summaryDetail({ kind: 'book_pnr', summary: booking })).toMatch(/^CA4193 11月25日.* · 林青禾$/);
    expect(summaryDetail({ kind: 'cancel_passenger', summary: { pnr: 'KABC12', passengers: ['林青禾', 'ZHU/QI'] } })).toBe('林青禾、ZHU/QI');
    expect(summaryDetail({ kind: 'issue_ticket', summary: { pnr: 'KABC12', maxFareFen: 121_050 } })).toBe('票款不超过 ¥ 1,210.50');
  });

  it('lists its parameters without the numbers of documents', () => {
    const rows = told(booking);
    expect(rows).toMatchObject({ 旅客: '林青禾 · 成人 · 身份证', 联系方式: '13000000001', 出票时限: '2026-11-24 12:00', 团队预订: 'DEMOTOUR × 23' });
    expect(rows['航段']).toMatch(/^CA4193 G XXA → XXB 11月25日/);
    expect(JSON.stringify(rows)).not.toContain('999999199001010011');
  });

  it('shows parameters that are newer than the page as they are', () => {
    expect(told({ pnr: 'KABC12', maxFareFen: 800, sparkle: { a: 1 }, direct: true, nothing: null })).toEqual({ 记录编号: 'KABC12', '票款上限（元）': '¥ 8.00', 只看直飞: '是', sparkle: '{"a":1}' });
  });
});

describe('an error', () => {
  const error = (code: string, message = '', detail = ''): Parameters<typeof errorTitle>[0] => ({ code, message, detail, retry_safe: true });

  it('is told in the words of the page, then in those of the host', () => {
    expect(errorTitle(error('pnr_not_found', '没有这个编码', 'NO PNR'))).toBe('没有这个 PNR');
    expect(errorDetail(error('pnr_not_found', '没有这个编码', 'NO PNR'))).toBe('NO PNR');
    expect(errorDetail(error('pnr_not_found', '没有这个编码'))).toBe('没有这个编码');
  });

  it('of a terminal is told by the reason it was not ready', () => {
    expect(errorTitle(error('terminal_locked'))).toBe('桌面已锁定');
    expect(errorTitle(error('window_missing', 'no window'))).toBe('找不到 Eterm 窗口');
    expect(errorTitle(error('terminal_lost'))).toBe('终端失去联系');
  });

  it('newer than the page shows the server’s message, once', () => {
    expect(errorTitle(error('solar_flare', '太阳风暴', '太阳风暴'))).toBe('太阳风暴');
    expect(errorDetail(error('solar_flare', '太阳风暴', '太阳风暴'))).toBeNull();
  });

  it('has words in both languages for every code of the agents and the server', () => {
    const codes = [
      'class_not_sold', 'name_refused', 'document_refused', 'too_many_passengers', 'infant_without_adult', 'pnr_not_found', 'pnr_cancelled', 'already_ticketed', 'office_not_authorised',
      'ticket_stock_empty', 'not_priced', 'fare_above_limit', 'fare_changed', 'no_fare', 'passenger_not_found', 'passenger_ambiguous', 'ticketed_pnr', 'pnr_changed_meanwhile', 'continuity',
      'ticketing_limit_refused', 'device_refused', 'ticket_pending', 'outcome_unknown', 'not_done', 'interrupted', 'host_refused', 'cannot_read', 'terminal_lost', 'no_terminal',
      'invalid_booking', 'segment_status', 'nobody_left', 'foreign_currency', 'work_area_differs', 'too_many_pages', 'journal_unusable', 'echo_mismatch', 'terminal_timed_out', 'unreadable',
    ];
    for (const language of ['zh-CN', 'en'] as const) {
      setLanguage(language);
      for (const code of codes) expect(errorTitle(error(code)), code).not.toBe(code);
    }
  });
});
