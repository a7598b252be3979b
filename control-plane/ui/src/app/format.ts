/** Times, durations and numbers as people read them, in the chosen language. All inputs are Unix ms or ms. */
import { language, t } from './i18n';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `3.2 s`, `2 min 5 s`, `1 h 20 min`. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < second) return t('time.ms', { n: Math.round(value) });
  if (value < 10 * second) return t('time.seconds', { n: (value / second).toFixed(1) });
  if (value < minute) return t('time.seconds', { n: Math.floor(value / second) });
  if (value < hour) return t('time.minutes', { m: Math.floor(value / minute), s: Math.floor((value % minute) / second) });
  if (value < day) return t('time.hours', { h: Math.floor(value / hour), m: Math.floor((value % hour) / minute) });
  return t('time.days', { d: Math.floor(value / day), h: Math.floor((value % day) / hour) });
}

/** `3 seconds ago`; a clock that runs a little ahead of ours still reads `just now`. */
export function ago(at: number, now: number): string {
  const passed = now - at;
  if (passed < 2 * second) return passed < -minute ? dateTime(at, now) : t('common.just_now');
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'always', style: 'short' });
  if (passed < minute) return format.format(-Math.floor(passed / second), 'second');
  if (passed < hour) return format.format(-Math.floor(passed / minute), 'minute');
  if (passed < day) return format.format(-Math.floor(passed / hour), 'hour');
  return dateTime(at, now);
}

/** `in 3 minutes`, or a date when it is further away. */
export function ahead(at: number, now: number): string {
  const left = at - now;
  if (left <= 0) return t('common.soon');
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'always', style: 'short' });
  if (left < minute) return format.format(Math.ceil(left / second), 'second');
  if (left < hour) return format.format(Math.ceil(left / minute), 'minute');
  if (left < day) return format.format(Math.ceil(left / hour), 'hour');
  return dateTime(at, now);
}

/** `08:41:07` of a moment. */
export function clock(at: number): string {
  return new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

/** Date and time, without the year when it is this year and without the date when it is today. */
export function dateTime(at: number, now: number): string {
  const moment = new Date(at);
  const today = new Date(now);
  const sameDay = moment.toDateString() === today.toDateString();
  const sameYear = moment.getFullYear() === today.getFullYear();
  return new Intl.DateTimeFormat(language.value, {
    ...(sameDay ? {} : { month: 'short', day: 'numeric' }),
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
}

/** The whole moment, for tooltips. */
export function fullTime(at: number): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }).format(at);
}

/** `11月25日 周三` from `2026-11-25`; text that is no date comes back unchanged. */
export function calendarDay(date: string): string {
  const moment = new Date(`${date}T12:00:00`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(moment.getTime())) return date;
  return new Intl.DateTimeFormat(language.value, { month: 'short', day: 'numeric', weekday: 'short' }).format(moment);
}

/** `1,284`. */
export function count(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

/** Local calendar date as `YYYY-MM-DD`. */
export function isoDay(moment: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}
