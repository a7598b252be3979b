import { afterEach, expect, it } from 'vitest';
import { ago, ahead, calendarDay, count, dateTime, duration, isoDay } from './format';
import { setLanguage } from './i18n';

afterEach(() => setLanguage('zh-CN'));
const now = new Date(2026, 10, 25, 12, 0, 0).getTime();

it('durations read like a person would say them', () => {
  expect(duration(240)).toBe('240 毫秒');
  expect(duration(3_240)).toBe('3.2 秒');
  expect(duration(38_900)).toBe('38 秒');
  expect(duration(125_000)).toBe('2 分 5 秒');
  expect(duration(4_800_000)).toBe('1 小时 20 分');
  expect(duration(100_000_000)).toBe('1 天 3 小时');
  expect(duration(-5)).toBe('0 毫秒');
});

it('moments are told from now, then by date', () => {
  setLanguage('en');
  expect(ago(now - 1_000, now)).toBe('just now');
  expect(ago(now + 20_000, now)).toBe('just now');
  expect(ago(now - 40_000, now)).toContain('40');
  expect(ago(now - 12 * 60_000, now)).toContain('12 min');
  expect(ago(new Date(2026, 9, 1, 8, 5).getTime(), now)).toMatch(/Oct 1.*08:05/);
  expect(ahead(now + 4 * 60_000, now)).toMatch(/4 min/);
  expect(ahead(now - 1, now)).toBe('any moment');
});

it('a date leaves out what is plain', () => {
  expect(dateTime(new Date(2026, 10, 25, 8, 41).getTime(), now)).toBe('08:41');
  expect(dateTime(new Date(2025, 10, 25, 8, 41).getTime(), now)).toContain('2025');
});

it('calendar days are named, other text is left alone', () => {
  expect(calendarDay('2026-11-25')).toContain('11月25日');
  expect(calendarDay('25NOV')).toBe('25NOV');
  expect(calendarDay('2026-13-45')).toBe('2026-13-45');
});

it('numbers are grouped and days are local', () => {
  expect(count(1_284)).toBe('1,284');
  expect(isoDay(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});
