import { describe, expect, it } from 'vitest';
import { arrange, clockTime, isBookable, journeyMinutes, mealWords, readClass, readResult, type Journey, type Leg } from './av';

const leg = (more: Partial<Leg> = {}): Leg => ({
  flight: 'CA1831', codeshare: false, operating: null, link: 'DS#', classes: ['YA'], sub_classes: [], from: 'PEK', to: 'SHA', dep: '0730', dep_offset: 0,
  arr: '0945', arr_offset: 0, equip: '33A', stops: 0, asr: true, meal: 'B', et: true, dep_term: 'T3', arr_term: 'T2', duration: '2:15', ...more,
});
const journey = (line: number, ...legs: Partial<Leg>[]): Journey => ({ line, mark: null, legs: legs.map(leg) });

describe('a result', () => {
  it('is read with its raw screens', () => {
    const read = readResult({ av: { kind: 'av', journeys: [journey(1, {})], notes: [] }, pages: 2, screens: ['one', 'two'] });
    expect(read?.av.journeys).toHaveLength(1);
    expect(read?.screens).toEqual(['one', 'two']);
  });

  it('of another kind, missing or broken is none', () => {
    for (const other of [null, undefined, 'text', {}, { av: null }, { av: { journeys: 'none' } }, { pnr: 'KABC12' }]) expect(readResult(other)).toBeNull();
  });
});

describe('a class cell', () => {
  it.each([
    ['YA', 'many', '多于 9 个座位'], ['F8', 'many', '8 个座位'], ['A2', 'few', '2 个座位'], ['Y0', 'closed', '没有座位'], ['KL', 'ask', '只能候补'],
    ['UQ', 'ask', '需要申请'], ['WS', 'closed', '已售至限额'], ['RC', 'closed', '关闭'], ['KX', 'closed', '取消'], ['WZ', 'ask', '状态不明'],
  ])('%s is %s: %s', (cell, tone, words) => {
    const seat = readClass(cell);
    expect(seat.tone).toBe(tone);
    expect(seat.words).toContain(words);
    expect(seat.code).toBe(cell.slice(0, 1));
  });

  it('may be a sub-class of two characters', () => {
    expect(readClass('M1S')).toMatchObject({ code: 'M1', status: 'S', tone: 'closed' });
  });

  it('named S keeps name and status apart', () => {
    expect(readClass('SS')).toMatchObject({ code: 'S', status: 'S' });
  });
});

describe('a journey', () => {
  it('can be booked only when every leg has a seat', () => {
    expect(isBookable(journey(1, { classes: ['YS', 'M3'] }))).toBe(true);
    expect(isBookable(journey(1, { classes: ['YA'] }, { classes: ['YL', 'BQ'] }))).toBe(false);
    expect(isBookable(journey(1, { classes: [] }))).toBe(false);
  });

  it('takes as long as its last leg says', () => {
    expect(journeyMinutes(journey(1, { duration: null }, { duration: '30:30' }))).toBe(1_830);
    expect(journeyMinutes(journey(1, { duration: null }))).toBeNull();
  });
});

describe('the list', () => {
  const journeys = [
    journey(1, { dep: '1800', duration: '2:00' }),
    journey(2, { dep: '0730', duration: null }),
    journey(3, { dep: '0130', dep_offset: 1, duration: '1:30', codeshare: true }),
    journey(4, { dep: '0730', duration: '2:00', classes: ['YC'] }),
  ];
  const lines = (view: Partial<Parameters<typeof arrange>[1]>): number[] =>
    arrange(journeys, { sort: 'line', hideCodeshare: false, onlyBookable: false, ...view }).map((one) => one.line);

  it('stays as on the screen', () => expect(lines({})).toEqual([1, 2, 3, 4]));
  it('sorts by departure, the next day last', () => expect(lines({ sort: 'departure' })).toEqual([2, 4, 1, 3]));
  it('sorts by duration, unknown ones last', () => expect(lines({ sort: 'duration' })).toEqual([3, 1, 4, 2]));
  it('hides code-shares', () => expect(lines({ hideCodeshare: true })).toEqual([1, 2, 4]));
  it('hides what cannot be booked', () => expect(lines({ onlyBookable: true })).toEqual([1, 2, 3]));
});

it('times get their colon, odd text is left alone', () => {
  expect(clockTime('0730')).toBe('07:30');
  expect(clockTime('--')).toBe('--');
});

it('each meal letter becomes a word', () => {
  expect(mealWords('LD', (letter) => ({ L: '午餐', D: '晚餐' })[letter] ?? letter)).toBe('午餐 · 晚餐');
  expect(mealWords(null, String)).toBeNull();
});
