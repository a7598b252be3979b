/** A task in a few words, from the public part of its parameters. */
import { calendarDay } from '@/app/format';
import { named, t } from '@/app/i18n';
import { clockTime } from './av';
import { carrierName } from './carriers';
import { cityName } from './cities';
import { list, number, record, records, text as textOf } from './json';
import { fenText } from './money';

interface Summarised {
  kind: string;
  summary?: unknown;
}

const fields = (summary: unknown): Record<string, unknown> => record(summary) ?? {};
const text = (summary: unknown, name: string): string | null => textOf(fields(summary)[name]);

interface BookedSegment {
  flightNo: string;
  depDate: string;
  depCity: string;
  arrCity: string;
}

const segments = (summary: unknown): BookedSegment[] =>
  records(fields(summary).segments, ({ flightNo, depDate, depCity, arrCity }) =>
    typeof depCity === 'string' && typeof arrCity === 'string' ? { flightNo: String(flightNo ?? ''), depDate: String(depDate ?? ''), depCity, arrCity } : null);

/** Names of passengers, who are objects in a booking. */
const names = (summary: unknown): string[] =>
  list(fields(summary).passengers, (entry) => textOf(record(entry)?.name) ?? textOf(entry));

export const kindName = (kind: string): string => named('dispatch.kind', kind);

/** `Beijing → Shanghai`, a locator, or nothing. */
export function subject({ summary }: Summarised): string {
  const from = text(summary, 'depCity');
  const to = text(summary, 'arrCity');
  if (from && to) return t('dispatch.route', { from: cityName(from), to: cityName(to) });
  const [first, last] = [segments(summary)[0], segments(summary).at(-1)];
  if (first && last) return t('dispatch.route', { from: cityName(first.depCity), to: cityName(last.arrCity) });
  return text(summary, 'pnr') ?? (typeof summary === 'string' ? summary : '');
}

/** `Availability Beijing → Shanghai`. */
export function summaryTitle(task: Summarised): string {
  return `${kindName(task.kind)} ${subject(task)}`.trim();
}

/** Date and conditions, `25 Nov, Wed · Air China · Non-stop`, or flight and names, or the most it may cost. */
export function summaryDetail({ summary }: Summarised): string {
  const date = text(summary, 'depDate');
  const time = text(summary, 'depTime');
  const airline = text(summary, 'airline');
  const cabin = text(summary, 'cabin');
  const first = segments(summary)[0];
  const limit = number(fields(summary).maxFareFen);
  const parts = [
    first && `${first.flightNo} ${calendarDay(first.depDate)}`,
    names(summary).join('、'),
    limit !== null && t('dispatch.send.confirm.at_most', { amount: fenText(limit) }),
    text(summary, 'officeNo'),
    date && `${calendarDay(date)}${time ? ` ${clockTime(time)}` : ''}`,
    airline && carrierName(airline),
    cabin,
    fields(summary).direct === true && t('dispatch.av.direct'),
  ];
  return parts.filter(Boolean).join(' · ');
}
